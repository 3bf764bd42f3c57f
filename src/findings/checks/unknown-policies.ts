import { hasUnknown, isUnknown, World } from "../../simulator";
import { Hit } from "./check";
import { oidcProviders } from "./support/google-providers";
import { isQuick } from "./support/quick-cel";
import { Statement } from "./support/policy-document";
import { subjectLines } from "./support/subjects";
import { TRUST, trustPolicies, webIdentityTrusts } from "./support/web-identity";

/** Trust policies, and conditions in them, that are not known from what was read, so that no check judges them. */
export function unknownPolicies(world: World): readonly Hit[] {
  const policies = trustPolicies(world).flatMap(({ role, document = "", statements }): readonly Hit[] => {
    if (statements) return [];
    const reason = isUnknown(document)
      ? "its trust policy is not known from what was read: read the state, or the folder that holds its values"
      : hasUnknown(document)
        ? "its trust policy is known in part only, and is not JSON without the rest"
        : "its trust policy is not a JSON policy that AWS accepts";
    return [{ resource: role, argument: TRUST, reason }];
  });
  const statements = trustPolicies(world).flatMap(({ role, statements: all = [] }): readonly Hit[] =>
    all.flatMap((statement, index) => {
      const part = unknownPartOf(statement);
      if (part === undefined) return [];
      const reason = `the ${part} of Statement[${index}] is not known from what was read`;
      return [{ resource: role, argument: TRUST, reason }];
    }),
  );
  const conditions = webIdentityTrusts(world).flatMap(({ role, index, condition }): readonly Hit[] =>
    condition
      ? []
      : [
          {
            resource: role,
            argument: TRUST,
            reason: `the condition of Statement[${index}] is not known from what was read`,
          },
        ],
  );
  // Text that is compared as a whole is one subject, whatever it is; a pattern may be any.
  const patterns = webIdentityTrusts(world).flatMap((trust): readonly Hit[] =>
    subjectLines(trust)
      .filter(({ test, values }) => /like$/.test(test) && values.some(hasUnknown))
      .map(({ operator, key }) => ({
        ...{ resource: trust.role, argument: TRUST },
        reason: `the pattern that Statement[${trust.index}] compares ${key} with by ${operator} is not known from what was read`,
      })),
  );
  const conditionsOfPools = oidcProviders(world)
    .filter(({ condition = "" }) => isUnknown(condition))
    .map(({ resource }) => ({
      ...{ resource, argument: "attribute_condition" },
      reason: "its condition is not known from what was read",
    }));
  const expressions = oidcProviders(world)
    .filter(({ condition = "", mapping }) => ![condition, ...Object.values(mapping)].every(isQuick))
    .map(({ resource }) => ({
      ...{ resource, argument: "attribute_condition" },
      reason: "its condition or mapping is longer than Google allows, or has a pattern that could take unbounded time",
    }));
  return [...policies, ...statements, ...conditions, ...patterns, ...conditionsOfPools, ...expressions];
}

/** The element without which nothing can be said of a statement; undefined where all are known. */
function unknownPartOf({ Effect, Principal: principal, NotPrincipal, Action }: Statement): string | undefined {
  if (hasUnknown(Effect)) return "Effect";
  const kinds = typeof principal === "object" && principal !== null ? Object.keys(principal) : [];
  if (isUnknown(principal) || isUnknown(NotPrincipal) || kinds.some(hasUnknown)) return "Principal";
  return [Action].flat().some(isUnknown) ? "Action" : undefined;
}
