import { Resource, unknownText } from "../../../simulator";
import { Check } from "../check";
import { resourcesOf, textOf, textsOf } from "../support/arguments";
import { issuerKindOf } from "../support/issuers";

/** Thumbprints that AWS does not look at. */
export const thumbprints: Check = {
  code: "aws-thumbprints",
  severity: "note",
  title: "Thumbprints are set for an issuer whose certificate AWS trusts anyway",
  gain: "No direct gain. AWS verifies such issuers against its own trusted certificate authorities and ignores the thumbprint.",
  fix: "Remove thumbprint_list.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html",
  find: (world) =>
    resourcesOf(world, ["aws_iam_openid_connect_provider"])
      .filter((resource) => textsOf(resource, "thumbprint_list").some((one) => one !== filledIn(resource)))
      .filter((resource) => issuerKindOf(textOf(resource, "url") ?? "").kind !== "cluster")
      .map((resource) => ({
        resource,
        argument: "thumbprint_list",
        reason: "AWS ignores thumbprint_list for this issuer",
      })),
};

/** The value that a plan shows for an omitted `thumbprint_list`: AWS sets it at apply. */
function filledIn({ address }: Resource): string {
  return unknownText(`${address}.thumbprint_list`);
}
