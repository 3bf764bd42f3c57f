import { hasUnknown } from "../../../simulator";
import { ConditionLine, isExact, isPattern, isPositive } from "./conditions";
import { issuerKindOf } from "./issuers";
import { WebIdentityTrust } from "./web-identity";

/** Claims that identify a token's audience and issuer, not its subject. */
const NOT_OF_HOLDER = ["aud", "oaud", "azp", "iss", "amr"];

/** Whether a statement asks for who holds the token; what is not known counts as asked. */
export function isBoundToSubject({ condition, issuer }: WebIdentityTrust): boolean {
  if (!condition) return true;
  const { tenant } = issuerKindOf(issuer);
  return condition.some(
    (line) =>
      isPositive(line) &&
      ((isOfToken(line, issuer) && tellsHolder(line, issuer)) || (tenant && tellsTenant(line, tenant))),
  );
}

/** Whether a claim beside the subject names who holds the token, so that the subject may be a pattern of any width. */
export function isBoundBesideSubject({ condition = [], issuer }: WebIdentityTrust): boolean {
  return condition.some(
    (line) => line.claim !== "sub" && isExact(line) && isOfToken(line, issuer) && tellsHolder(line, issuer),
  );
}

/** Whether a line compares what others cannot have in their tokens; patterns of the subject have checks of their own. */
function tellsHolder({ claim, test, values }: ConditionLine, issuer: string): boolean {
  const { kind, chosen = [] } = issuerKindOf(issuer);
  if (NOT_OF_HOLDER.includes(claim) || chosen.includes(claim)) return false;
  const isOfOthers = kind === "shared" && claim !== "sub" && /like$/.test(test);
  return !(isOfOthers && values.some((value) => /^[*?]/.test(value)));
}

/** Whether a line compares what tells the customers of a shared issuer apart. */
function tellsTenant(line: ConditionLine, tenant: string): boolean {
  return (line.claim === tenant || line.key.toLowerCase() === tenant.toLowerCase()) && !isPattern(line);
}

/** Whether a key is one of the token's claims; `aws:` keys are AWS's own, `sts:` those of the request. */
function isOfToken({ of, key }: ConditionLine, issuer: string): boolean {
  if (/^(aws|sts):/i.test(key)) return /^aws:PrincipalTag\//i.test(key);
  return of === issuer || hasUnknown(of) || hasUnknown(issuer) || issuer === "" || of !== "";
}

/** The lines on the subject that let it through: a pattern widens nothing beside a line that names subjects. */
export function subjectLines({ condition = [] }: WebIdentityTrust): readonly ConditionLine[] {
  const lines = condition.filter((line) => line.claim === "sub" && isPositive(line));
  const exact = lines.filter(isExact);
  return exact.length > 0 ? exact : lines;
}

/** The patterns that a statement compares the subject with. */
export function subjectPatterns(trust: WebIdentityTrust): readonly string[] {
  return subjectLines(trust)
    .filter(({ test }) => /like$/.test(test))
    .flatMap(({ values }) => values.filter((value) => /[*?]/.test(value)));
}
