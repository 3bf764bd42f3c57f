import { intruderTrial } from "./intruder";
import { withSubject } from "./subjects";

/** A service account of the same name in another namespace. */
export const anotherNamespace = intruderTrial({
  code: "another-namespace",
  tokens: ({ bench, edge, own }) => {
    const [, , , name] = own.sub.split(":");
    return [{ issue: () => bench.lab.issuerOf(edge).issue(withSubject(own, "lab-intruder", name)) }];
  },
});
