import { isServiceAccount } from "../../simulator";
import { intruderTrial } from "./intruder";
import { withSubject } from "./subjects";

/** A service account of the same name in another namespace. */
export const anotherNamespace = intruderTrial({
  code: "another-namespace",
  tokens: ({ bench, edge, own }) => {
    if (!isServiceAccount(edge.declaration.source)) return [];
    const [, , , name] = own.sub.split(":");
    return [{ issue: () => bench.lab.issuerOf(edge).issue(withSubject(own, "lab-intruder", name)) }];
  },
});
