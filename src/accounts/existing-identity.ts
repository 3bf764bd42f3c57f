import { IConstruct } from "constructs";
import { digest, isLiteral, problem } from "../common";
import { addressText } from "../common/address-text";
import { unknownProblem } from "../subjects/stable-key";

/** How an identity that exists is told apart in Terraform addresses. */
export interface ExistingIdentityOptions {
  /**
   * What addresses are made of where the identity is given by a token: the ARN or e-mail that it was given by as a literal before,
   * so that nothing is replaced, or any other text that no second identity has.
   *
   * @default - the identity itself: a literal, or the token's reference
   */
  readonly addressedAs?: string;
}

/** What tells an existing identity from others in addresses: the digest of its literal, or of what stands for a token. */
export function addressKeyOf(scope: IConstruct, identity: string, { addressedAs }: ExistingIdentityOptions): string {
  const told = addressedAs ?? identity;
  return digest(isLiteral(told) ? told : (addressText(scope, [told]) ?? "a Lazy"));
}

/** What is wrong with what addresses are made of in place of an identity. */
export function addressedAsProblem(
  scope: IConstruct,
  identity: string,
  { addressedAs }: ExistingIdentityOptions,
): string | undefined {
  if (addressedAs === undefined) {
    return isLiteral(identity) || addressText(scope, [identity]) !== undefined
      ? undefined
      : problem(
          "addressedAs",
          "is missing, and the identity is given by a Lazy, of which no address is made",
          "Give a literal",
        );
  }
  if (isLiteral(identity) && identity !== addressedAs) {
    return problem("addressedAs", `is "${addressedAs}", and the identity is "${identity}"`, "Leave it out");
  }
  return unknownProblem("addressedAs", addressedAs);
}
