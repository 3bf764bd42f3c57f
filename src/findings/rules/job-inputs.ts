import { documentsIn, SERVICES_ANNOTATION, ServiceDeclaration, unlessUnresolved } from "../../simulator";
import { signInInputs } from "../../vendor/sign-in-actions";
import { Finding, Rule } from "../finding";

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
  return Object.entries(signInInputs(declaration)).flatMap(([input, wanted]) => {
    const value = (given as Inputs)[input];
    if (wanted === undefined || value === wanted) return [];
    return [
      `gives "${typeof value === "string" ? value : ""}" for ${name} as the input ${input}, and its declaration is of "${wanted}"`,
    ];
  });
}
