import { mayAllow } from "./permission-policy";
import { RolePermissions, RolePolicy } from "./permissions";
import { Statement } from "./statement";
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
 * The escalations that a role's policies may allow, as far as its boundary does. One that is not known bounds nothing.
 *
 * @param cluster the ARN of the cluster that they are asked for
 */
export function escalationsOf({ policies, boundary }: RolePermissions, cluster: string): readonly Escalation[] {
  if (policies.length === 0) return [];
  const denies = policies.flatMap((one) => (statementsOf(one) ?? []).filter(({ Effect }) => Effect === "Deny"));
  const bounds = boundary && statementsOf(boundary);
  return ESCALATIONS.flatMap(({ action, on }) => {
    const resources = resourcesOf(cluster, on);
    if (bounds && !mayAllow(bounds, action, resources)) return [];
    const policy = policies.find((one) => {
      const statements = statementsOf(one);
      return statements && mayAllow([...statements, ...denies], action, resources);
    });
    return policy ? [{ action, policy }] : [];
  });
}

/** What a policy says of the actions that lead to more; undefined where that is not known. */
function statementsOf({ escalating, document }: RolePolicy): readonly Statement[] | undefined {
  return escalating ?? document?.statements;
}

function resourcesOf(cluster: string, on: "cluster" | "entry" | "account"): readonly string[] {
  const [, partition, , , account] = cluster.split(":");
  if (on === "cluster") return [cluster];
  if (on === "entry") return [`${cluster.replace(":cluster/", ":access-entry/")}/*`];
  return ["role/*", "user/*", "group/*", "policy/*", "oidc-provider/*"].map(
    (kind) => `arn:${partition}:iam::${account}:${kind}`,
  );
}
