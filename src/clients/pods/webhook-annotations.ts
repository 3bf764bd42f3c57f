import { ITrust } from "../i-trust";
import { WebhookAnnotations } from "./webhook-options";
import { SdkIdentity } from "../sdk/environment";
import { DEFAULT_AWS_AUDIENCE } from "../../vendor/aws/sts";
import { ClusterKind, ServiceAccount } from "../../clusters";
import { isLiteral, problem } from "../../common";
import { GKE_ACCOUNT_ANNOTATION } from "../../vendor/google/federation";
import { AMAZON_ANNOTATIONS, AMAZON_PREFIX } from "../../vendor/webhooks/amazon";
import { AZURE_ANNOTATIONS, AZURE_WEBHOOK_AUDIENCE } from "../../vendor/webhooks/azure";

/** What the webhooks read to let a service account act by trusts, and the audience of Amazon's where it is not the usual one. */
export interface WebhookRoute {
  readonly webhooks: WebhookAnnotations;
  readonly awsAudience?: string;
}

/**
 * The webhook route of trusts into cloud accounts. Each webhook gives a pod one identity.
 *
 * Amazon EKS Pod Identity Webhook: "README", section on annotations. Azure Workload Identity: "Service account labels and
 * annotations"
 *
 * @see https://github.com/aws/amazon-eks-pod-identity-webhook
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export function webhookRoute(trusts: readonly ITrust[]): WebhookRoute {
  const [aws] = identitiesOf(trusts, "aws");
  const [azure] = identitiesOf(trusts, "azure");
  const [gkeServiceAccountEmail] = gkeAccountsOf(trusts);
  return {
    webhooks: {
      ...(gkeServiceAccountEmail === undefined ? {} : { gkeServiceAccountEmail }),
      ...(aws ? { eksRoleArn: aws.identity.roleArn } : {}),
      ...(azure ? { azureClientId: azure.identity.clientId, azureTenantId: azure.identity.tenantId } : {}),
    },
    ...(aws && aws.trust.audience !== DEFAULT_AWS_AUDIENCE ? { awsAudience: aws.trust.audience } : {}),
  };
}

/** What keeps webhooks from letting a service account act by trusts. */
export function webhookRouteProblems(
  serviceAccount: ServiceAccount,
  trusts: readonly ITrust[],
  given: WebhookAnnotations,
): (string | undefined)[] {
  const { webhooks } = webhookRoute(trusts);
  const twice = (Object.keys(webhooks) as (keyof WebhookAnnotations)[]).filter((name) => given[name] !== undefined);
  return [
    ...trusts.map((trust) => unfitProblem(serviceAccount, trust)),
    severalProblem(
      identitiesOf(trusts, "aws").map(({ identity }) => identity.roleArn),
      "roles",
      "Amazon's",
    ),
    severalProblem(
      identitiesOf(trusts, "azure").map(({ identity }) => identity.clientId),
      "identities",
      "Azure's",
    ),
    severalProblem(gkeAccountsOf(trusts), "Google service accounts", "GKE's"),
    twice.length
      ? problem(`webhooks ${twice.join(", ")}`, "is told by the trusts already", "Leave it out", "webhook-twice")
      : undefined,
  ];
}

function unfitProblem(serviceAccount: ServiceAccount, trust: ITrust): string | undefined {
  const { subject, destinationId, usesProjectedToken } = trust;
  const where = `the trust in "${destinationId}"`;
  if (!subject._covers(serviceAccount)) {
    const reason = `${where} is of "${subject._id}", and this is "${serviceAccount._id}"`;
    return problem("trusts", reason, "Give the trusts of this service account", "webhook-subject");
  }
  if (trust._sdkIdentity === undefined) {
    const way = "Give PodWiring.for(…) to its pods";
    return problem("trusts", `${where} is used by the exec plugin, and no webhook wires that`, way, "webhook-plugin");
  }
  const cloud = trust._sdkIdentity("")?.cloud;
  if (cloud === "azure" && serviceAccount.cluster.kind !== ClusterKind.AKS && isOtherAudience(trust.audience)) {
    const reason = `${where} takes tokens for "${trust.audience}", and Azure's webhook projects them for "${AZURE_WEBHOOK_AUDIENCE}"`;
    return problem("trusts", reason, "Give PodWiring.for(…) to its pods", "webhook-audience");
  }
  if (usesProjectedToken && cloud === "google") {
    const reason = `${where} is into Google Cloud, which has no webhook for clusters outside`;
    return problem("trusts", reason, "Give PodWiring.for(…) and SdkConfigMap to its pods", "webhook-google");
  }
  return undefined;
}

/** AKS has the audience of its own cloud; the chart for other clusters has no value for one. */
function isOtherAudience(audience: string): boolean {
  return isLiteral(audience) && audience !== AZURE_WEBHOOK_AUDIENCE;
}

function severalProblem(values: readonly string[], what: string, whose: string): string | undefined {
  if (new Set(values).size < 2) return undefined;
  const reason = `lead to ${values.length} ${what}, and ${whose} webhook gives a pod one`;
  return problem("trusts", reason, "Give PodWiring.for(…) to the pods, which wires several", "webhook-several");
}

function gkeAccountsOf(trusts: readonly ITrust[]): string[] {
  return trusts.flatMap((trust) => trust._gkeServiceAccountEmail ?? []);
}

type Identity<C> = Extract<SdkIdentity, { readonly cloud: C }>;

function identitiesOf<C extends SdkIdentity["cloud"]>(
  trusts: readonly ITrust[],
  cloud: C,
): { readonly trust: ITrust; readonly identity: Identity<C> }[] {
  return trusts.flatMap((trust) => {
    const identity = trust._sdkIdentity?.("");
    return identity?.cloud === cloud ? [{ trust, identity: identity as Identity<C> }] : [];
  });
}

/** The annotations themselves. */
export function annotationsOf(webhooks: WebhookAnnotations, awsAudience?: string): { [name: string]: string } {
  const { eksRoleArn, gkeServiceAccountEmail, azureClientId, azureTenantId } = webhooks;
  const seconds = webhooks.tokenExpirationSeconds?.toString();
  const amazon = (name: keyof typeof AMAZON_ANNOTATIONS) => `${AMAZON_PREFIX}/${AMAZON_ANNOTATIONS[name]}`;
  const annotations = {
    [amazon("roleArn")]: eksRoleArn,
    [amazon("audience")]: eksRoleArn && awsAudience,
    [amazon("stsRegionalEndpoints")]: eksRoleArn && "true",
    [amazon("tokenExpiration")]: eksRoleArn && seconds,
    [GKE_ACCOUNT_ANNOTATION]: gkeServiceAccountEmail,
    [AZURE_ANNOTATIONS.clientId]: azureClientId,
    [AZURE_ANNOTATIONS.tenantId]: azureTenantId,
    [AZURE_ANNOTATIONS.tokenExpiration]: azureClientId && seconds,
  };
  return Object.fromEntries(Object.entries(annotations).filter((entry): entry is [string, string] => !!entry[1]));
}
