import { Check } from "../check";
import { resourcesOf, textOf, textsOf } from "../support/arguments";
import { federatedCredentials } from "../support/azure-credentials";
import { oidcProviders } from "../support/google-providers";

const OF_AWS = /^sts\.amazonaws\.com(\.cn)?$/;
const OF_AZURE = /^api:\/\/AzureADTokenExchange/;
const OF_GOOGLE = /^(https:)?\/\/iam\.googleapis\.com\//;

/**
 * Azure DevOps gives its pipelines tokens of one audience alone, Azure's, whatever they are for. AWS: "How to federate into AWS from
 * Azure DevOps using OpenID Connect".
 */
function isOfPipelines(issuer = ""): boolean {
  return /^(https:\/\/)?vstoken\.dev\.azure\.com\//.test(issuer);
}

export const audienceOfAnother: Check = {
  code: "trust-audience-of-another-cloud",
  severity: "medium",
  title: "A cloud accepts tokens with the audience of another cloud",
  gain: "A party that receives the token in one cloud can replay it in the other.",
  fix: "Request one token for each cloud, with the audience of that cloud.",
  page: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection",
  find: (world) => [
    ...resourcesOf(world, ["aws_iam_openid_connect_provider"]).flatMap((resource) =>
      textsOf(resource, "client_id_list")
        .filter((one) => OF_AZURE.test(one) || OF_GOOGLE.test(one))
        .filter(() => !isOfPipelines(textOf(resource, "url")))
        .map((one) => ({ resource, argument: "client_id_list", reason: `accepts the audience ${one}` })),
    ),
    ...oidcProviders(world).flatMap(({ resource, issuer, allowedAudiences }) =>
      allowedAudiences
        .filter((one) => OF_AWS.test(one) || OF_AZURE.test(one))
        .filter(() => !isOfPipelines(issuer))
        .map((one) => ({ resource, argument: "oidc.allowed_audiences", reason: `accepts the audience ${one}` })),
    ),
    ...federatedCredentials(world).flatMap(({ resource, audiences }) =>
      audiences
        .filter((one) => OF_AWS.test(one) || OF_GOOGLE.test(one))
        .map((one) => ({ resource, argument: "audience", reason: `accepts the audience ${one}` })),
    ),
  ],
};
