import { isServiceAccount, kindOf } from "../../simulator";
import { intruderTrial } from "./intruder";
import { asSubject } from "./subjects";

/** Another subject of the issuer, of those that could come: a fork, a pull request, another branch, role or identity. */
export const anotherSubject = intruderTrial({
  code: "another-subject",
  tokens: ({ bench, edge, own }) => {
    const { source } = edge.declaration;
    if (isServiceAccount(source)) return [];
    return kindOf(source)
      .strangersTo(source.subject)
      .map(({ who, subject }) => ({
        variant: who,
        issue: () => bench.lab.issuerOf(edge).issue(asSubject(own, subject)),
      }));
  },
});
