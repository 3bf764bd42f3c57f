import { Claims, Edge, isPattern, isServiceAccount } from "../../simulator";
import { intruderTrial } from "./intruder";
import { withSubject } from "./subjects";

/** Another service account of the same namespace. */
export const anotherServiceAccount = intruderTrial({
  code: "another-service-account",
  native: intruder,
  tokens: ({ bench, edge, own }) => {
    const claims = intruder(edge, own);
    return claims ? [{ issue: () => bench.lab.issuerOf(edge).issue(claims) }] : [];
  },
});

function intruder({ declaration }: Edge, own: Claims): Claims | undefined {
  if (!isServiceAccount(declaration.source) || isPattern(declaration)) return undefined;
  const [, , namespace] = own.sub.split(":");
  return withSubject(own, namespace, "lab-intruder");
}
