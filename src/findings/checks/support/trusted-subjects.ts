import { hasUnknown, Resource, World } from "../../../simulator";
import { attributeOf, resourcesOf, textOf } from "./arguments";
import { federatedCredentials } from "./azure-credentials";
import { googleGrants } from "./google-grants";
import { oidcProviders } from "./google-providers";
import { once } from "./once";
import { subjectLines } from "./subjects";
import { TRUST, webIdentityTrusts } from "./web-identity";

/** A text that a cloud trusts, and where it stands. */
export interface Trusted {
  readonly resource: Resource;
  readonly argument: string;
  readonly text: string;
}

/** The subjects that are trusted, in whatever cloud; conditions of Google's as they are written. */
export const trustedSubjects = once((world: World): readonly Trusted[] => [
  ...webIdentityTrusts(world).flatMap((trust) =>
    subjectLines(trust).flatMap(({ values }) =>
      values.map((text) => ({ resource: trust.role, argument: TRUST, text })),
    ),
  ),
  ...federatedCredentials(world).map(({ resource, subject }) => ({ resource, argument: "subject", text: subject })),
  ...googleGrants(world).flatMap(({ resource, member, argument }) => {
    const [, subject] = /^principal:.*\/subject\/(.+)$/s.exec(member) ?? [];
    const [, own] = /\.svc\.id\.goog\[(.+)\]$/s.exec(member) ?? [];
    const text = subject?.replace(/^ns\/([^/]+)\/sa\//, "system:serviceaccount:$1:");
    const built = own && `system:serviceaccount:${own.replace("/", ":")}`;
    return text === undefined && built === undefined ? [] : [{ resource, argument, text: text ?? built ?? "" }];
  }),
]);

/** The issuers that are trusted, in whatever cloud. */
export const trustedIssuers = once((world: World): readonly Trusted[] =>
  [
    ...resourcesOf(world, ["aws_iam_openid_connect_provider"]).map((resource) => ({
      ...{ resource, argument: "url", text: textOf(resource, "url") ?? attributeOf(resource, "url") ?? "" },
    })),
    ...oidcProviders(world).map(({ resource, issuer }) => ({ resource, argument: "oidc.issuer_uri", text: issuer })),
    ...federatedCredentials(world).map(({ resource, issuer }) => ({ resource, argument: "issuer", text: issuer })),
  ].filter(({ text }) => text !== "" && !hasUnknown(text)),
);
