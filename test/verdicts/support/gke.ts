import { gke, principal, PROJECT } from "./google";

export type Parts = Parameters<typeof gke>[0];
export type Objects = NonNullable<Parts["resource"]>;
export const PODS = { verb: "get", resource: "pods", namespace: "payments" };
export const CREATE = { ...PODS, verb: "create" };
export const ME = principal("own");
export const EMAIL = `robot@${PROJECT}.iam.gserviceaccount.com`;

export function bound(name: string, role = "view", kind = "User"): Objects {
  return {
    kubernetes_cluster_role_binding_v1: {
      one: {
        metadata: { name: "one" },
        role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
        subject: [{ api_group: "rbac.authorization.k8s.io", kind, name }],
      },
    },
  };
}
export const member = (role: string, who = ME, more: object = {}): Objects => ({
  google_project_iam_member: { one: { project: PROJECT, role, member: who, ...more } },
});
export const when = (expression: string) => ({ condition: [{ title: "when", expression }] });
export const deny = (rule: object, more: object = {}): Objects => ({
  ...member("roles/container.developer"),
  google_iam_deny_policy: {
    one: {
      parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
      name: "deny",
      rules: [{ deny_rule: [{ denied_permissions: ["container.googleapis.com/pods.get"], ...rule }] }],
      ...more,
    },
  },
});
export const impersonated = (members: Objects): Parts => ({
  user: EMAIL,
  args: ["--service-account", EMAIL],
  resource: {
    google_service_account: { robot: { project: PROJECT, account_id: "robot" } },
    ...bound(EMAIL),
    ...members,
  },
});
export const onRobot = (role: string, who = ME, more: object = {}): Objects => ({
  google_service_account_iam_member: {
    one: { service_account_id: `projects/${PROJECT}/serviceAccounts/${EMAIL}`, role, member: who, ...more },
  },
});
