import { Fn } from "cdktf";
import { isLiteral } from "../common";
import { madeOf } from "../common/late-text";
import { TimeWindow } from "../common/time-window";
import { TokenIssuer, OidcSubject } from "../subjects";
import { issuerInIam } from "../vendor/aws/iam";

/** One source whose subjects a trust policy lets in. */
export interface TrustedSource {
  readonly issuer: TokenIssuer;
  readonly oidcProviderArn: string;
  readonly subjects: readonly OidcSubject[];
}

/**
 * The trust policy of a federated role: for each source the exact audience AND the exact subjects. Patterns get a
 * statement of their own, because the conditions of one statement are all required.
 *
 * Where AWS knows the issuer by itself, the registration's audiences check nothing: the policy compares the token's audience
 * as `oaud`, and the `azp` that AWS takes for `aud` with the subjects, for which Google writes the same id.
 *
 * The issuer becomes part of condition keys; it may be a token, which plain JSON carries and `Fn.jsonencode` does not.
 */
export function trustPolicy(
  sources: readonly TrustedSource[],
  audience: string,
  validity?: TimeWindow,
  effect: "Allow" | "Deny" = "Allow",
): string {
  const times = timesOf(validity);
  const statements = sources.flatMap((source) => {
    const exact = source.subjects.filter((one) => !one.isPattern).map((one) => one.subject);
    const patterns = source.subjects.filter((one) => one.isPattern).map((one) => one.subject);
    const host = issuerHost(source.issuer.issuer);
    const key = (claim: string) => `${host}:${claim}`;
    if (source.issuer._builtInToAws !== undefined) {
      const ids = oneOrMany(exact);
      return [
        statement(source, effect, { StringEquals: { [key("aud")]: ids, [key("oaud")]: audience, [key("sub")]: ids } }),
      ];
    }
    return [
      exact.length && { StringEquals: { [key("aud")]: audience, [key("sub")]: oneOrMany(exact) } },
      patterns.length && {
        StringEquals: { [key("aud")]: audience },
        StringLike: { [key("sub")]: oneOrMany(patterns) },
      },
    ]
      .filter((condition) => condition !== 0)
      .map((condition) => statement(source, effect, { ...condition, ...times }));
  });
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** IAM compares the time when a session is asked for, and not while it lasts. */
function timesOf(validity?: TimeWindow): object {
  const key = "aws:CurrentTime";
  return {
    ...(validity?.from === undefined ? {} : { DateGreaterThanEquals: { [key]: validity.from } }),
    ...(validity?.until === undefined ? {} : { DateLessThan: { [key]: validity.until } }),
  };
}

function statement({ oidcProviderArn }: TrustedSource, effect: string, condition: object): object {
  return {
    Effect: effect,
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

/**
 * How long a policy is once all is known; undefined while an issuer is a token. An account id has 12 digits, so an
 * unknown one does not matter.
 */
export function trustPolicyLength(
  policy: string,
  sources: readonly TrustedSource[],
  audience: string,
  partition: string,
): number | undefined {
  if (!isLiteral(audience) || !sources.every((source) => isLiteral(source.issuer.issuer))) return undefined;
  let known = policy;
  for (const { issuer, oidcProviderArn } of sources) {
    if (!oidcProviderArn) continue;
    const arn = issuer._builtInToAws ?? `arn:${partition}:iam::000000000000:oidc-provider/${issuerHost(issuer.issuer)}`;
    known = known.replaceAll(oidcProviderArn, () => arn);
  }
  return known.length;
}

/** The issuer as condition keys name it; of one that is unknown until apply, Terraform tells it. */
function issuerHost(issuer: string): string {
  return madeOf(issuer, issuerInIam, (token) => Fn.trimprefix(token, "https://"));
}

function oneOrMany(subjects: string[]): string | string[] {
  return subjects.length === 1 ? subjects[0] : [...subjects].sort();
}
