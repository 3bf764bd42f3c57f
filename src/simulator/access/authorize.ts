import { Doubt, Reason } from "../answer";
import { Cloud } from "../cloud";
import { AuthorizingCluster } from "../clusters/cluster";
import { AccessRequest } from "../kubernetes/request";
import { KubernetesUser } from "../kubernetes/user";

/** Whether a user may do what they ask, with the reason that the API server gives, and what decided. */
export interface Decision {
  readonly allowed: boolean;
  /** Azure's refusals are explicit; other authorizers have merely no opinion. */
  readonly denied?: true;
  /** As the API server tells it; empty where it says nothing. */
  readonly reason: string;
  readonly because: Reason;
  /** What was read, is not understood, and may change the answer. */
  readonly doubt?: Doubt;
}

/** The clouds that a cluster's authorizers ask. */
export interface Clouds {
  cloudOf(cluster: { readonly kind: Cloud["kind"] }): Cloud;
}

/** Asks RBAC, then the cloud: the first yes counts, as in an API server with several authorizers. */
export function authorize(
  clouds: Clouds,
  cluster: AuthorizingCluster,
  user: KubernetesUser,
  request: AccessRequest,
): Decision {
  const rbac = cluster.rbac.opinion(user, request);
  if (rbac.allowed) return { ...rbac, because: { resource: rbac.resource, argument: "role_ref", line: rbac.line } };
  const cloud = clouds.cloudOf(cluster).decide(cluster, user, request);
  if (cloud.allowed) return { ...cloud, because: { resource: cloud.resource, line: cloud.line } };
  const reasons = cloud.denied ? [cloud.reason] : [rbac.reason, cloud.reason];
  return {
    allowed: false,
    ...(cloud.denied ? { denied: true as const } : {}),
    ...(cloud.doubt ? { doubt: cloud.doubt } : {}),
    reason: reasons.filter(Boolean).join("\n"),
    because: {
      resource: rbac.resource ?? cloud.resource,
      line: rbac.line ?? cloud.line ?? `nothing grants it to ${user.name}`,
    },
  };
}
