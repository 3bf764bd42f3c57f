import { documentsIn, SERVICES_ANNOTATION, ServiceDeclaration, unlessUnresolved } from "../../simulator";
import { Finding, Rule } from "../finding";
import { withoutHost } from "../../vendor/google/full-names";

type Inputs = Readonly<Record<string, unknown>>;

const MENTIONS = new RegExp(SERVICES_ANNOTATION);

/** Inputs of the vendors' sign-in actions, in a job's output, that are not those of the trust that the output declares beside them. */
export const jobInputs: Rule = ({ configuration }) =>
  configuration.outputs.flatMap((output): readonly Finding[] => {
    if (!output.matches(MENTIONS)) return [];
    const place = `${output.stack}: output.${output.name}`;
    const value = unlessUnresolved(() => output.value(), undefined);
    const found = typeof value === "string" ? documentsIn(place, value, (one) => MENTIONS.test(one)).documents : [];
    return found.flatMap(({ value: document }) => {
      const { inputs, [SERVICES_ANNOTATION]: declared } = document as Inputs;
      if (typeof inputs !== "object" || inputs === null || !Array.isArray(declared)) return [];
      return (declared as ServiceDeclaration[]).flatMap((one) =>
        differences(one, (inputs as Inputs)[one.account.name]).map((reason): Finding => ({
          ...{ code: "document-fault", severity: "fault", place, what: one.account.name, reason },
        })),
      );
    });
  });

function differences(declaration: ServiceDeclaration, given: unknown): readonly string[] {
  const { name } = declaration.account;
  if (typeof given !== "object" || given === null) return [`has no inputs for ${name}`];
  return Object.entries(expected(declaration)).flatMap(([input, wanted]) => {
    const value = (given as Inputs)[input];
    if (wanted === undefined || value === wanted) return [];
    return [
      `gives "${typeof value === "string" ? value : ""}" for ${name} as the input ${input}, and its declaration is of "${wanted}"`,
    ];
  });
}

/**
 * The inputs as each vendor's action calls them: `aws-actions/configure-aws-credentials`, `google-github-actions/auth` and
 * `azure/login`.
 */
function expected({ account, client, audience }: ServiceDeclaration): Readonly<Record<string, string | undefined>> {
  switch (account.cloud) {
    case "aws":
      return { "role-to-assume": client["role-arn"], "aws-region": client.region, audience };
    case "google":
      return {
        workload_identity_provider: client.audience === undefined ? undefined : withoutHost(client.audience),
        project_id: account.id,
        service_account: client["service-account"],
        audience,
      };
    case "azure":
      return {
        "client-id": client["client-id"],
        "tenant-id": client["tenant-id"],
        "subscription-id": account.id,
        audience,
      };
  }
}
