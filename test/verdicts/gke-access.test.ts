import { gke, NUMBER, principal, principalSet, PROJECT, SUBJECT } from "./support/google";
import { bound, CREATE, deny, EMAIL, impersonated, ME, member, onRobot, Parts, PODS, when } from "./support/gke";
import { itAnswers, Row } from "./support/rows";

const CASES: readonly Row<Parts>[] = [
  // GKE documentation, "Authorize actions in clusters using role-based access control"; the principal identifiers of IAM
  ["the principal in RBAC", { resource: bound(ME) }, PODS, "allowed"],
  [
    "the principal in another letter case",
    { resource: bound(ME.replace("deployer", "Deployer")) },
    PODS,
    "authorization",
  ],
  ["the principal by the project's id", { resource: bound(ME.replace(NUMBER, PROJECT)) }, PODS, "authorization"],
  ["the principal as a group", { resource: bound(ME, "view", "Group") }, PODS, "authorization"],
  ["the service account's subject alone", { resource: bound(SUBJECT) }, PODS, "authorization"],
  ["any authenticated user", { resource: bound("system:authenticated", "view", "Group") }, PODS, "allowed"],
  // IAM documentation, "Kubernetes Engine roles and permissions"
  ["container.viewer", { resource: member("roles/container.viewer") }, PODS, "allowed"],
  ["container.viewer, a write", { resource: member("roles/container.viewer") }, CREATE, "authorization"],
  [
    "container.viewer, secrets",
    { resource: member("roles/container.viewer") },
    { ...PODS, resource: "secrets" },
    "authorization",
  ],
  [
    "container.developer, secrets",
    { resource: member("roles/container.developer") },
    { ...PODS, resource: "secrets" },
    "allowed",
  ],
  [
    "container.developer, exec",
    { resource: member("roles/container.developer") },
    { ...CREATE, resource: "pods/exec" },
    "allowed",
  ],
  [
    "container.developer, roles",
    { resource: member("roles/container.developer") },
    { ...CREATE, resource: "roles.rbac.authorization.k8s.io" },
    "authorization",
  ],
  [
    "container.admin, roles",
    { resource: member("roles/container.admin") },
    { ...CREATE, resource: "roles.rbac.authorization.k8s.io" },
    "allowed",
  ],
  ["container.clusterViewer", { resource: member("roles/container.clusterViewer") }, PODS, "authorization"],
  ["container.clusterAdmin", { resource: member("roles/container.clusterAdmin") }, PODS, "authorization"],
  ["viewer", { resource: member("roles/viewer") }, PODS, "allowed"],
  ["editor", { resource: member("roles/editor") }, CREATE, "allowed"],
  [
    "owner",
    { resource: member("roles/owner") },
    { ...CREATE, resource: "clusterrolebindings.rbac.authorization.k8s.io", namespace: undefined },
    "allowed",
  ],
  [
    "a role on another project",
    { resource: member("roles/container.developer", ME, { project: "other" }) },
    PODS,
    "authorization",
  ],
  [
    "a role for another subject",
    { resource: member("roles/container.developer", principal("own", "x")) },
    PODS,
    "authorization",
  ],
  [
    "a binding of several members",
    {
      resource: {
        google_project_iam_binding: {
          one: { project: PROJECT, role: "roles/container.viewer", members: ["user:a@b.example", ME] },
        },
      },
    },
    PODS,
    "allowed",
  ],
  [
    "a whole policy",
    {
      data: { google_iam_policy: { all: { binding: [{ role: "roles/container.viewer", members: [ME] }] } } },
      resource: {
        google_project_iam_policy: {
          one: { project: PROJECT, policy_data: "${data.google_iam_policy.all.policy_data}" },
        },
      },
    },
    PODS,
    "allowed",
  ],
  ["all of the pool", { resource: member("roles/container.viewer", principalSet("own", "*")) }, PODS, "allowed"],
  [
    "all of another pool",
    { resource: member("roles/container.viewer", principalSet("other", "*")) },
    PODS,
    "authorization",
  ],
  [
    "an attribute of the pool",
    {
      own: { mapping: { "google.subject": "assertion.sub", "attribute.ns": "assertion['kubernetes.io'].namespace" } },
      resource: member("roles/container.viewer", principalSet("own", "attribute.ns/deploy")),
    },
    PODS,
    "allowed",
  ],
  [
    "an attribute of another value",
    {
      own: { mapping: { "google.subject": "assertion.sub", "attribute.ns": "assertion['kubernetes.io'].namespace" } },
      resource: member("roles/container.viewer", principalSet("own", "attribute.ns/dep")),
    },
    PODS,
    "authorization",
  ],
  [
    "an attribute that is not mapped",
    { resource: member("roles/container.viewer", principalSet("own", "attribute.ns/deploy")) },
    PODS,
    "authorization",
  ],
  [
    "a group of the pool",
    {
      own: { mapping: { "google.subject": "assertion.sub", "google.groups": "['ops']" } },
      resource: member("roles/container.viewer", principalSet("own", "group/ops")),
    },
    PODS,
    "allowed",
  ],
  [
    "a principalSet of a subject",
    { resource: member("roles/container.viewer", principalSet("own", `subject/${SUBJECT}`)) },
    PODS,
    "authorization",
  ],
  [
    "a principal of an attribute",
    {
      own: { mapping: { "google.subject": "assertion.sub", "attribute.ns": "assertion['kubernetes.io'].namespace" } },
      resource: member(
        "roles/container.viewer",
        principalSet("own", "attribute.ns/deploy").replace("principalSet", "principal"),
      ),
    },
    PODS,
    "authorization",
  ],
  [
    "allAuthenticatedUsers has no federated identities",
    { resource: member("roles/container.viewer", "allAuthenticatedUsers") },
    PODS,
    "authorization",
  ],
  [
    "a role of the project's own",
    {
      resource: {
        google_project_iam_custom_role: {
          own: { project: PROJECT, role_id: "pods", title: "p", permissions: ["container.pods.get"] },
        },
        ...member(`projects/${PROJECT}/roles/pods`),
      },
    },
    PODS,
    "allowed",
  ],
  [
    "a role of the project's own, another verb",
    {
      resource: {
        google_project_iam_custom_role: {
          own: { project: PROJECT, role_id: "pods", title: "p", permissions: ["container.pods.get"] },
        },
        ...member(`projects/${PROJECT}/roles/pods`),
      },
    },
    { ...PODS, verb: "list" },
    "authorization",
  ],
  [
    "a role of the project's own that is disabled",
    {
      resource: {
        google_project_iam_custom_role: {
          own: {
            project: PROJECT,
            role_id: "pods",
            title: "p",
            permissions: ["container.pods.get"],
            stage: "DISABLED",
          },
        },
        ...member(`projects/${PROJECT}/roles/pods`),
      },
    },
    PODS,
    "authorization",
  ],
  // "Attribute reference for IAM Conditions"
  [
    "a time to come",
    { resource: member("roles/container.viewer", ME, when("request.time < timestamp('2120-01-01T00:00:00Z')")) },
    PODS,
    "allowed",
  ],
  [
    "a time that is past",
    { resource: member("roles/container.viewer", ME, when('request.time < timestamp("2020-01-01T00:00:00Z")')) },
    PODS,
    "authorization",
  ],
  [
    "a duration",
    {
      resource: member(
        "roles/container.viewer",
        ME,
        when("request.time > timestamp('2020-01-01T00:00:00Z') + duration('3600s')"),
      ),
    },
    PODS,
    "allowed",
  ],
  [
    "the day of the week",
    { resource: member("roles/container.viewer", ME, when("request.time.getDayOfWeek('Europe/Berlin') <= 6")) },
    PODS,
    "allowed",
  ],
  [
    "a resource of another type",
    { resource: member("roles/container.viewer", ME, when("resource.type == 'storage.googleapis.com/Bucket'")) },
    PODS,
    "authorization",
  ],
  // "Deny policies"
  ["denied", { resource: deny({ denied_principals: [ME] }) }, PODS, "authorization"],
  [
    "denied for all of the pool",
    { resource: deny({ denied_principals: [principalSet("own", "*")] }) },
    PODS,
    "authorization",
  ],
  [
    "denied for everyone",
    { resource: deny({ denied_principals: ["principalSet://goog/public:all"] }) },
    PODS,
    "authorization",
  ],
  ["denied for another", { resource: deny({ denied_principals: [principal("own", "x")] }) }, PODS, "allowed"],
  [
    "denied but for itself",
    { resource: deny({ denied_principals: ["principalSet://goog/public:all"], exception_principals: [ME] }) },
    PODS,
    "allowed",
  ],
  ["denied, another permission", { resource: deny({ denied_principals: [ME] }) }, { ...PODS, verb: "list" }, "allowed"],
  ["denied and bound by RBAC", { resource: { ...deny({ denied_principals: [ME] }), ...bound(ME) } }, PODS, "allowed"],
  // https://docs.cloud.google.com/iam/docs/deny-overview: a rule with a condition denies where it is true, and it asks for tags
  [
    "denied under a condition",
    {
      resource: deny({
        denied_principals: [ME],
        denial_condition: [{ title: "t", expression: "resource.matchTag('1/e', 'p')" }],
      }),
    },
    PODS,
    "authorization",
  ],
  [
    "denied under a condition, and bound by RBAC",
    {
      resource: {
        ...deny({
          denied_principals: [ME],
          denial_condition: [{ title: "t", expression: "resource.matchTag('1/e', 'p')" }],
        }),
        ...bound(ME),
      },
    },
    PODS,
    "allowed",
  ],
  [
    "denied in the organization",
    {
      resource: deny(
        { denied_principals: [ME] },
        { parent: "cloudresourcemanager.googleapis.com%2Forganizations%2F1" },
      ),
    },
    PODS,
    "authorization",
  ],
  // https://docs.cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control: IAM and RBAC add up; one of both is enough
  [
    "container.viewer beside RBAC for another",
    { resource: { ...member("roles/container.viewer"), ...bound(principal("own", "x")) } },
    PODS,
    "allowed",
  ],
  [
    "a write by RBAC beside container.viewer",
    { resource: { ...member("roles/container.viewer"), ...bound(ME, "edit") } },
    CREATE,
    "allowed",
  ],
  [
    "container.developer, nodes",
    { resource: member("roles/container.developer") },
    { verb: "list", resource: "nodes" },
    "allowed",
  ],
  [
    "container.developer, cluster roles",
    { resource: member("roles/container.developer") },
    { verb: "create", resource: "clusterroles.rbac.authorization.k8s.io" },
    "authorization",
  ],
  [
    "container.viewer, logs",
    { resource: member("roles/container.viewer") },
    { ...PODS, resource: "pods/log", name: "a" },
    "authorization",
  ],
  [
    "container.viewer, exec",
    { resource: member("roles/container.viewer") },
    { ...CREATE, resource: "pods/exec", name: "a" },
    "authorization",
  ],
  [
    "container.admin, exec",
    { resource: member("roles/container.admin") },
    { ...CREATE, resource: "pods/exec", name: "a" },
    "allowed",
  ],
  // Paths are no objects of IAM's permissions
  [
    "container.admin, a path",
    { resource: member("roles/container.admin") },
    { verb: "get", resource: "/metrics" },
    "authorization",
  ],
  ["cluster-admin, a path", { resource: bound(ME, "cluster-admin") }, { verb: "get", resource: "/metrics" }, "allowed"],
  // https://docs.cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac: groups are of Google accounts
  [
    "a group of Google in RBAC",
    { resource: bound("gke-security-groups@acme.example", "view", "Group") },
    PODS,
    "authorization",
  ],
  // "Service account impersonation"
  [
    "impersonation that is denied",
    impersonated({
      ...onRobot("roles/iam.workloadIdentityUser"),
      google_iam_deny_policy: {
        one: {
          parent: `cloudresourcemanager.googleapis.com%2Fprojects%2F${PROJECT}`,
          name: "deny",
          rules: [
            {
              deny_rule: [
                { denied_principals: [ME], denied_permissions: ["iam.googleapis.com/serviceAccounts.getAccessToken"] },
              ],
            },
          ],
        },
      },
    }),
    PODS,
    "impersonation",
  ],
  ["workloadIdentityUser", impersonated(onRobot("roles/iam.workloadIdentityUser")), PODS, "allowed"],
  ["serviceAccountTokenCreator", impersonated(onRobot("roles/iam.serviceAccountTokenCreator")), PODS, "allowed"],
  ["serviceAccountUser", impersonated(onRobot("roles/iam.serviceAccountUser")), PODS, "impersonation"],
  ["serviceAccountAdmin", impersonated(onRobot("roles/iam.serviceAccountAdmin")), PODS, "impersonation"],
  [
    "workloadIdentityUser for another",
    impersonated(onRobot("roles/iam.workloadIdentityUser", principal("own", "x"))),
    PODS,
    "impersonation",
  ],
  ["workloadIdentityUser on the project", impersonated(member("roles/iam.workloadIdentityUser")), PODS, "allowed"],
  ["owner of the project does not create tokens", impersonated(member("roles/owner")), PODS, "impersonation"],
  [
    "a condition on the impersonation that is past",
    impersonated(
      onRobot("roles/iam.workloadIdentityUser", ME, when("request.time < timestamp('2020-01-01T00:00:00Z')")),
    ),
    PODS,
    "impersonation",
  ],
  [
    "a service account that is disabled",
    {
      ...impersonated(onRobot("roles/iam.workloadIdentityUser")),
      resource: {
        ...impersonated(onRobot("roles/iam.workloadIdentityUser")).resource,
        google_service_account: { robot: { project: PROJECT, account_id: "robot", disabled: true } },
      },
    },
    PODS,
    "impersonation",
  ],
  [
    "the account's email in RBAC with serviceAccount:",
    {
      ...impersonated(onRobot("roles/iam.workloadIdentityUser")),
      resource: {
        ...impersonated(onRobot("roles/iam.workloadIdentityUser")).resource,
        ...bound(`serviceAccount:${EMAIL}`),
      },
    },
    PODS,
    "authorization",
  ],
  [
    "legacy authorization grants beside",
    {
      stated: {},
      resource: {
        google_container_cluster: {
          euro: { project: PROJECT, location: "europe-west4", name: "euro", enable_legacy_abac: false },
        },
        ...bound(ME),
      },
    },
    PODS,
    "allowed",
  ],
];

describe("access to a GKE cluster", () => {
  const claims = { "kubernetes.io": { namespace: "deploy", serviceaccount: { name: "deployer", uid: "u" } } };

  itAnswers(CASES, { from: "corp:deploy/deployer", to: "euro", claims }, gke);
});
