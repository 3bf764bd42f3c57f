import { policiesThatMayAllow } from "./allowing-policies";
import { RolePermissions, RolePolicy } from "./permissions";
import { IAM_CHANGES } from "../../vendor/aws/leading-actions";

/**
 * Actions by which a role gives itself, or others, more in a cluster or an account, and the resources they are asked for.
 *
 * Service Authorization Reference: "Actions, resources, and condition keys for Amazon Elastic Kubernetes Service".
 */
const ESCALATIONS: readonly { readonly action: string; readonly on: "cluster" | "entry" | "account" }[] = [
  { action: "eks:CreateAccessEntry", on: "cluster" },
  { action: "eks:UpdateAccessEntry", on: "entry" },
  { action: "eks:AssociateAccessPolicy", on: "entry" },
  { action: "eks:UpdateClusterConfig", on: "cluster" },
  { action: "eks:CreatePodIdentityAssociation", on: "cluster" },
  { action: "eks:AssociateIdentityProviderConfig", on: "cluster" },
  ...IAM_CHANGES.map((action) => ({ action, on: "account" as const })),
];

/** An escalation that a policy of a role allows. */
export interface Escalation {
  readonly action: string;
  readonly policy: RolePolicy;
}

/**
 * The escalations that a role's policies may allow, as far as its boundary does.
 *
 * @param cluster the ARN of the cluster that they are asked for
 */
export function escalationsOf(permissions: RolePermissions, cluster: string): readonly Escalation[] {
  if (permissions.policies.length === 0) return [];
  return ESCALATIONS.flatMap(({ action, on }) => {
    const [policy] = policiesThatMayAllow(permissions, action, resourcesOf(cluster, on));
    return policy ? [{ action, policy }] : [];
  });
}

function resourcesOf(cluster: string, on: "cluster" | "entry" | "account"): readonly string[] {
  const [, partition, , , account] = cluster.split(":");
  if (on === "cluster") return [cluster];
  if (on === "entry") return [`${cluster.replace(":cluster/", ":access-entry/")}/*`];
  return ["role/*", "user/*", "group/*", "policy/*", "oidc-provider/*"].map(
    (kind) => `arn:${partition}:iam::${account}:${kind}`,
  );
}
