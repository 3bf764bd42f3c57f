import { Check } from "../check";
import { withSources } from "../../../simulator";
import { rbacOf } from "../support/rbac";

/** Workloads of other clusters and clouds, as their clouds name them; people have other names. */
function isFromOutside(name: string): boolean {
  return (
    /^principal(Set)?:\/\/iam\.|^serviceAccount:|\.iam\.gserviceaccount\.com$|^arn:aws[\w-]*:(iam|sts):/.test(name) ||
    /azurerm_user_assigned_identity\.|^system:serviceaccount:|google_service_account\./.test(withSources(name))
  );
}

export const clusterAdmin: Check = {
  code: "kubernetes-cluster-admin",
  severity: "high",
  title: "The role cluster-admin is bound to an identity from outside the cluster",
  gain: "An attacker who controls one pod or pipeline elsewhere reads every Secret of the cluster and runs pods as any of its service accounts.",
  fix: "Bind edit, view or a Role of the namespace with the rights that are needed.",
  page: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  find: (world) =>
    rbacOf(world).bindings.flatMap(({ resource, object: { subjects, roleName } }) =>
      subjects
        .filter(({ kind, name }) => roleName === "cluster-admin" && kind !== "ServiceAccount" && isFromOutside(name))
        .map(({ name }) => ({ resource, argument: "role_ref", reason: `binds cluster-admin to ${withSources(name)}` })),
    ),
};
