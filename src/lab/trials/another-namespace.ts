import { Claims, Edge, isServiceAccount } from "../../simulator";
import { intruderTrial } from "./intruder";
import { withSubject } from "./subjects";

/** A service account of the same name in another namespace. */
export const anotherNamespace = intruderTrial({
  code: "another-namespace",
  native: intruder,
  tokens: ({ bench, edge, own }) => {
    const claims = intruder(edge, own);
    return claims ? [{ issue: () => bench.lab.issuerOf(edge).issue(claims) }] : [];
  },
});

function intruder({ declaration: { source } }: Edge, own: Claims): Claims | undefined {
  if (!isServiceAccount(source)) return undefined;
  const [, , , name] = own.sub.split(":");
  return withSubject(own, "lab-intruder", name);
}
