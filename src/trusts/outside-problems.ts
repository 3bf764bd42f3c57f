import { TerraformStack } from "cdktf";
import { Trust } from "./trust";
import { TokenIssuer } from "../subjects";

/** For which issuers outside of a stack one of its trusts speaks. */
const SPOKEN_FOR = new WeakMap<TerraformStack, Map<TokenIssuer, Trust>>();

/** A cluster or other issuer that is declared outside a stack is not validated with it, so the first trust of the stack speaks for it. */
export function outsideProblems(trust: Trust, issuer: TokenIssuer, stack: TerraformStack): (string | undefined)[] {
  const known = SPOKEN_FOR.get(stack) ?? new Map<TokenIssuer, Trust>();
  SPOKEN_FOR.set(stack, known);
  if (!known.has(issuer)) known.set(issuer, trust);
  if (known.get(issuer) !== trust || issuer.node.scopes.includes(stack)) return [];
  return issuer._problems().map((found) => found && `${issuer.node.path} ${found}`);
}
