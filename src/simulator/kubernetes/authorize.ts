import { AwsWorld } from "../aws/iam";
import { AzureWorld } from "../azure/entra";
import { wildcard } from "../aws/condition";
import { Reason } from "../answer";
import { GoogleWorld } from "../google/iam";
import { customRoleHas, dataActionOf, roleHas } from "./azure-roles";
import { EKS_ACCESS_POLICIES, EVERYONE } from "./built-in-roles";
import { iamRoleAllows, permissionOf } from "./google-roles";
import { Opinion, Rbac } from "./rbac";
import { AccessRequest, combined, ResourceRequest } from "./request";
import { allows } from "./rule";
import { KubernetesUser } from "./user";

/** Whether a user may do what they ask, with the reason that the API server gives, and what decided. */
export interface Decision {
  readonly allowed: boolean;
  /** Azure's refusals are explicit; everybody else has merely no opinion. */
  readonly denied?: true;
  /** As the API server tells it; empty where it says nothing. */
  readonly reason: string;
  readonly because: Reason;
}

/** A cluster as its authorizers see it. */
export interface AuthorizingCluster {
  readonly kind: "eks" | "gke" | "aks";
  /** Its name in its cloud: an ARN, a full resource name, or a resource id. */
  readonly name: string;
  readonly rbac: Rbac;
  /** The Google Cloud project of a GKE cluster. */
  readonly project?: string;
  /** Whether Azure decides too, in an AKS cluster. */
  readonly azureRbac?: boolean;
}

/** The clouds that a cluster's authorizers ask. */
export interface Clouds {
  readonly aws: AwsWorld;
  readonly google: GoogleWorld;
  readonly azure: AzureWorld;
}

const EVERYBODYS = "every authenticated user may do that";

/** Asks RBAC, then the cloud: the first yes counts, as in an API server with several authorizers. */
export function authorize(
  clouds: Clouds,
  cluster: AuthorizingCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Decision {
  if (EVERYONE.some((rule) => allows(rule, request))) {
    return { allowed: true, reason: "", because: { line: EVERYBODYS } };
  }
  const rbac = cluster.rbac.opinion(user, request);
  if (rbac.allowed) return { ...rbac, because: { resource: rbac.resource, argument: "role_ref", line: rbac.line } };
  const cloud = cloudOpinion(clouds, cluster, user, request);
  if (cloud.allowed) return { ...cloud, because: { resource: cloud.resource, line: cloud.line } };
  const isAzure = cluster.kind === "aks" && cluster.azureRbac === true;
  const reasons = isAzure ? [cloud.reason] : [rbac.reason, cloud.reason];
  return {
    allowed: false,
    ...(isAzure ? { denied: true as const } : {}),
    reason: reasons.filter(Boolean).join("\n"),
    because: {
      resource: rbac.resource ?? cloud.resource,
      line: rbac.line ?? cloud.line ?? `nothing grants it to ${user.name}`,
    },
  };
}

function none(): Opinion {
  return { allowed: false };
}

function cloudOpinion(
  clouds: Clouds,
  cluster: AuthorizingCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Opinion {
  const { cloudName } = user;
  switch (cluster.kind) {
    case "eks":
      return cloudName.cloud === "aws" ? byAccessPolicy(clouds.aws, cluster.name, cloudName.roleArn, request) : none();
    case "gke":
      // IAM's permissions are for objects.
      return "path" in request ? none() : byGoogleIam(clouds.google, cluster.project ?? "", user, request);
    case "aks":
      return cluster.azureRbac && cloudName.cloud === "azure"
        ? byAzureRbac(clouds.azure, cluster.name, cloudName.objectId, request)
        : none();
  }
}

/** The namespace of a request; empty for the whole cluster, and for paths. */
function namespaceOf(request: AccessRequest): string {
  return "path" in request ? "" : request.namespace;
}

/** Access policies of the role's entry: an association for namespaces counts only inside them. */
function byAccessPolicy(aws: AwsWorld, cluster: string, roleArn: string, request: AccessRequest): Opinion {
  const namespace = namespaceOf(request);
  for (const { resource, principalArn, policy, namespaces } of aws.associationsOf(cluster)) {
    if (principalArn !== roleArn) continue;
    const inScope =
      namespaces === undefined || (namespace !== "" && namespaces.some((pattern) => wildcard(pattern).test(namespace)));
    const rules = EKS_ACCESS_POLICIES[policy];
    if (inScope && rules?.some((rule) => allows(rule, request))) {
      const place = namespaces === undefined ? "the whole cluster" : namespaces.join(", ");
      const reason = `EKS Access Policy: allowed by ${policy}`;
      return { allowed: true, reason, resource, line: `policy_arn is ${policy}, in ${place}` };
    }
  }
  return none();
}

/** Roles on the project: they hold in every cluster and every namespace of it. */
function byGoogleIam(google: GoogleWorld, project: string, user: KubernetesUser, request: ResourceRequest): Opinion {
  const { cloudName } = user;
  const grants = cloudName.cloud === "google" ? google.rolesOnProject(project, cloudName.principal) : [];
  const roleAllows = (role: string) =>
    iamRoleAllows(role, request) ?? google.permissionsOf(role)?.includes(permissionOf(request));
  const found = grants.find(({ role }) => roleAllows(role) === true);
  if (found) {
    const line = `${found.member} has ${found.role} on the project`;
    return { allowed: true, reason: "", resource: found.resource, line };
  }
  const reason = `requires one of ["${permissionOf(request)}"] permission(s) in Cloud IAM or a Kubernetes RBAC role with verb "${request.verb}" for resource "${combined(request)}".`;
  // A role that is not known may permit more than can be told; a refusal then says so.
  const unknown = grants.find(({ role }) => roleAllows(role) === undefined);
  if (!unknown) return { allowed: false, reason };
  const line = `what ${unknown.role} permits inside a cluster is not simulated`;
  return { allowed: false, reason, resource: unknown.resource, line };
}

/** Role assignments on the cluster, on a namespace of it, or on what they are in. */
function byAzureRbac(azure: AzureWorld, cluster: string, objectId: string, request: AccessRequest): Opinion {
  const namespace = namespaceOf(request);
  const asked = `${cluster}${namespace ? `/namespaces/${namespace}` : ""}`.toLowerCase();
  const action = dataActionOf(request);
  const found = azure.assignmentsOf(objectId).find(({ scope, roleId }) => {
    const own = scope.toLowerCase();
    return (asked === own || asked.startsWith(`${own}/`)) && azureRoleHas(azure, roleId, action) === true;
  });
  if (found) {
    const reason = `Access allowed by Azure RBAC Role Assignment of Role ${found.roleId} to user ${objectId}`;
    return { allowed: true, reason, resource: found.resource, line: `role ${found.roleId} on ${found.scope}` };
  }
  return {
    allowed: false,
    reason: "User does not have access to the resource in Azure. Update role assignment to allow access.",
  };
}

/** Whether a role has a data action; undefined for one that is not built in and was not read. */
function azureRoleHas(azure: AzureWorld, roleId: string, action: string): boolean | undefined {
  const custom = azure.customRoleOf(roleId);
  return roleHas(roleId, action) ?? (custom && customRoleHas(custom, action));
}
