import { documentsIn, SERVICES_ANNOTATION, ServiceDeclaration, unlessUnresolved } from "../../simulator";
import { signInInputs } from "../../vendor/sign-in-actions";
import { shadowsOfSignIn } from "../../vendor/sign-in-variables";
import { Finding, Rule } from "../finding";

type Inputs = Readonly<Record<string, unknown>>;

/** Inputs that choose an identity or a cloud, and what the actions take where they are not given. */
const UNLESS_GIVEN: Readonly<Record<string, string | undefined>> = {
  service_account: undefined,
  universe: "googleapis.com",
  environment: "azurecloud",
};

const MENTIONS = new RegExp(SERVICES_ANNOTATION);

/**
 * Inputs of the vendors' sign-in actions, in a job's output, that are not those of the trust that the output declares beside them, and
 * variables of the job that keep it from the sign-in.
 */
export const jobInputs: Rule = ({ configuration }) =>
  configuration.outputs.flatMap((output): readonly Finding[] => {
    if (!output.matches(MENTIONS)) return [];
    const place = `${output.stack}: output.${output.name}`;
    const value = unlessUnresolved(() => output.value(), undefined);
    const found = typeof value === "string" ? documentsIn(place, value, (one) => MENTIONS.test(one)).documents : [];
    return found.flatMap(({ value: document }) => {
      const { inputs, env, [SERVICES_ANNOTATION]: declared } = document as Inputs;
      if (typeof inputs !== "object" || inputs === null || !Array.isArray(declared)) return [];
      return (declared as ServiceDeclaration[]).flatMap((one) =>
        [...differences(one, (inputs as Inputs)[one.account.name]), ...shadows(one, env)].map((reason): Finding => ({
          ...{ code: "document-fault", severity: "fault", place, what: one.account.name, reason },
        })),
      );
    });
  });

function shadows({ account: { name, cloud } }: ServiceDeclaration, env: unknown): readonly string[] {
  if (typeof env !== "object" || env === null) return [];
  const texts = Object.entries(env).map(([variable, value]) => [variable, String(value)] as const);
  return shadowsOfSignIn(Object.fromEntries(texts), [cloud]).map(
    (variable) => `sets ${variable}, which keeps the job from what the action signs in to in ${name}`,
  );
}

function differences(declaration: ServiceDeclaration, given: unknown): readonly string[] {
  const { name } = declaration.account;
  if (typeof given !== "object" || given === null) return [`has no inputs for ${name}`];
  return Object.entries(signInInputs(declaration)).flatMap(([input, wanted]) => {
    const value = (given as Inputs)[input];
    if (value === (wanted ?? UNLESS_GIVEN[input])) return [];
    // What the declaration does not tell is left to the job, but not who acts and in which cloud.
    if (wanted === undefined && (value === undefined || value === "" || !(input in UNLESS_GIVEN))) return [];
    return [
      `gives "${typeof value === "string" ? value : ""}" for ${name} as the input ${input}, and its declaration is of ${wanted === undefined ? "none" : `"${wanted}"`}`,
    ];
  });
}
