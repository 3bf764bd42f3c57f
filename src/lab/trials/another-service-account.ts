import { isPattern, isServiceAccount } from "../../simulator";
import { intruderTrial } from "./intruder";
import { withSubject } from "./subjects";

/** Another service account of the same namespace. */
export const anotherServiceAccount = intruderTrial({
  code: "another-service-account",
  tokens: ({ bench, edge, own }) => {
    if (!isServiceAccount(edge.declaration.source) || isPattern(edge.declaration)) return [];
    const [, , namespace] = own.sub.split(":");
    return [{ issue: () => bench.lab.issuerOf(edge).issue(withSubject(own, namespace, "lab-intruder")) }];
  },
});
