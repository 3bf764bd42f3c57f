import { Fn } from "cdktf";
import { isLiteral, jsonText } from "../common";
import { OidcIssuer, OidcSubject } from "../subjects";

/** One source whose subjects a trust policy lets in. */
export interface TrustedSource {
  readonly issuer: OidcIssuer;
  readonly oidcProviderArn: string;
  readonly subjects: readonly OidcSubject[];
}

/**
 * The trust policy of a federated role: for each source the exact audience AND the exact subjects. Patterns get a
 * statement of their own, because the conditions of one statement are all required.
 *
 * The issuer becomes part of condition keys; it may be a token, which plain JSON carries and `Fn.jsonencode` does not.
 */
export function trustPolicy(sources: readonly TrustedSource[], audience: string): string {
  const statements = sources.flatMap((source) => {
    const exact = source.subjects.filter((one) => !one.isPattern).map((one) => one.subject);
    const patterns = source.subjects.filter((one) => one.isPattern).map((one) => one.subject);
    const host = issuerHost(source.issuer.issuer);
    const key = (claim: string) => `${host}:${claim}`;
    return [
      exact.length && { StringEquals: { [key("aud")]: audience, [key("sub")]: oneOrMany(exact) } },
      patterns.length && {
        StringEquals: { [key("aud")]: audience },
        StringLike: { [key("sub")]: oneOrMany(patterns) },
      },
    ]
      .filter((condition) => condition !== 0)
      .map((condition) => ({
        Effect: "Allow",
        Principal: { Federated: source.oidcProviderArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: condition,
      }));
  });
  return jsonText({ Version: "2012-10-17", Statement: statements });
}

/**
 * How long the policy is once all is known; undefined while an issuer is a token. An account id has 12 digits, so an
 * unknown one does not matter.
 */
export function trustPolicyLength(
  sources: readonly TrustedSource[],
  audience: string,
  partition: string,
): number | undefined {
  if (!isLiteral(audience) || !sources.every((source) => isLiteral(source.issuer.issuer))) return undefined;
  const known = sources.map((source) => ({
    ...source,
    oidcProviderArn: `arn:${partition}:iam::000000000000:oidc-provider/${issuerHost(source.issuer.issuer)}`,
  }));
  return trustPolicy(known, audience).length;
}

/** The issuer without its scheme and with everything else, a slash at the end included. */
function issuerHost(issuer: string): string {
  return isLiteral(issuer) ? issuer.replace(/^https:\/\//, "") : Fn.trimprefix(issuer, "https://");
}

function oneOrMany(subjects: string[]): string | string[] {
  return subjects.length === 1 ? subjects[0] : [...subjects].sort();
}
