import { Args, merged, Stack } from "../../simulator/support/stack";
import { EKS, exactly, GKE, registered, trusting } from "./support/aws";
import { describeCheck } from "./support/cases";
import { one, onProject, principal, PROJECT, provider } from "./support/google";

const bound = (role: string, subject: Args): Stack =>
  one("kubernetes_cluster_role_binding_v1", {
    metadata: { name: "it" },
    role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subject: [{ api_group: "rbac.authorization.k8s.io", ...subject }],
  });
const user = (name: string) => ({ kind: "User", name });
const group = (name: string) => ({ kind: "Group", name });

describeCheck("kubernetes-anonymous", {
  bad: {
    "without a credential": bound("view", user("system:anonymous")),
    "with any": bound("edit", group("system:authenticated")),
    "in a manifest": one("kubernetes_manifest", {
      manifest: {
        ...{
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "RoleBinding",
          metadata: { name: "it", namespace: "a" },
        },
        ...{ roleRef: { kind: "ClusterRole", name: "admin" }, subjects: [group("system:unauthenticated")] },
      },
    }),
  },
  good: { "one group": bound("view", group("acme:readers")) },
  near: {
    "the keys of the issuer": bound("system:service-account-issuer-discovery", group("system:unauthenticated")),
    nodes: bound("view", group("system:nodes")),
  },
});

describeCheck("kubernetes-cluster-admin", {
  bad: {
    "a principal of a pool": bound("cluster-admin", user(principal())),
    "a Google service account": bound("cluster-admin", user(`x@${PROJECT}.iam.gserviceaccount.com`)),
    "a managed identity": bound("cluster-admin", user("${azurerm_user_assigned_identity.it.principal_id}")),
  },
  good: { edit: bound("edit", user(principal())) },
  near: {
    people: bound("cluster-admin", group("acme:admins")),
    "a service account of the cluster": bound("cluster-admin", {
      kind: "ServiceAccount",
      name: "flux",
      namespace: "flux-system",
    }),
  },
});

const role = (rule: Args): Stack =>
  one("kubernetes_cluster_role_v1", {
    metadata: { name: "own" },
    rule: [{ api_groups: ["rbac.authorization.k8s.io"], ...rule }],
  });

describeCheck("kubernetes-escalating-verbs", {
  bad: {
    bind: merged(role({ resources: ["clusterroles"], verbs: ["bind"] }), bound("own", user("ci"))),
    impersonate: merged(
      role({ api_groups: [""], resources: ["users", "groups"], verbs: ["impersonate"] }),
      bound("own", user("ci")),
    ),
    everything: merged(role({ resources: ["*"], verbs: ["*"] }), bound("own", group("ci"))),
  },
  good: { read: merged(role({ resources: ["roles"], verbs: ["get", "list"] }), bound("own", user("ci"))) },
  near: {
    "one role by its name": merged(
      role({ resources: ["clusterroles"], resource_names: ["view"], verbs: ["bind"] }),
      bound("own", user("ci")),
    ),
    "a role that nobody has": role({ resources: ["clusterroles"], verbs: ["escalate"] }),
    "binding pods, which is another verb's object": merged(
      role({ api_groups: [""], resources: ["pods/binding"], verbs: ["create"] }),
      bound("own", user("ci")),
    ),
  },
});

describeCheck("kubernetes-token-secret", {
  bad: {
    "a token": one("kubernetes_secret_v1", { metadata: { name: "x" }, type: "kubernetes.io/service-account-token" }),
  },
  good: { "a projected token": one("kubernetes_service_account_v1", { metadata: { name: "x" } }) },
  near: { "another Secret": one("kubernetes_secret_v1", { metadata: { name: "x" }, type: "Opaque" }) },
});

const container = (...env: object[]) =>
  one("kubernetes_deployment_v1", { spec: { template: { spec: { container: [{ name: "loader", env }] } } } });
const IRSA = {
  name: "AWS_WEB_IDENTITY_TOKEN_FILE",
  value: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
};
const AZURE_TOKEN = {
  name: "AZURE_FEDERATED_TOKEN_FILE",
  value: "/var/run/secrets/azure/tokens/azure-identity-token",
};

describeCheck("kubernetes-shadowed-identity", {
  bad: {
    "static keys": container(IRSA, { name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" }),
    "a client secret": container(AZURE_TOKEN, { name: "AZURE_CLIENT_SECRET", value_from: [{}] }),
  },
  good: { "the token alone": container(IRSA, AZURE_TOKEN) },
  near: {
    "another cloud's secret": container(IRSA, { name: "AZURE_CLIENT_SECRET", value_from: [{}] }),
    "EKS Pod Identity beside it": container(IRSA, { name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: "http://x" }),
    "static keys alone": container({ name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" }),
  },
});

describeCheck("trust-default-service-account", {
  bad: {
    AWS: trusting(EKS, exactly(EKS, "system:serviceaccount:payments:default")),
    "Google Cloud": onProject("roles/viewer", principal("system:serviceaccount:payments:default")),
    "GKE's own pool": onProject("roles/viewer", `serviceAccount:${PROJECT}.svc.id.goog[payments/default]`),
    Azure: one("azurerm_federated_identity_credential", {
      ...{ parent_id: "x", issuer: `https://${EKS}`, subject: "system:serviceaccount:payments:default" },
      audience: ["api://AzureADTokenExchange"],
    }),
  },
  good: { "one of its own": trusting(EKS, exactly(EKS)) },
  near: { "the namespace default": trusting(EKS, exactly(EKS, "system:serviceaccount:default:loader")) },
});

describeCheck("trust-recreated-gke-cluster", {
  bad: { AWS: registered(GKE), "Google Cloud": provider(GKE) },
  good: { EKS: registered(EKS) },
  near: { "an issuer that holds the name": registered("oidc.acme.example/container.googleapis.com/v1/projects/x") },
});

describeCheck("trust-audience-of-another-cloud", {
  bad: {
    "Azure's in AWS": registered(EKS, { client_id_list: ["sts.amazonaws.com", "api://AzureADTokenExchange"] }),
    "AWS's in Google Cloud": provider(EKS, {
      oidc: { issuer_uri: `https://${EKS}`, allowed_audiences: ["sts.amazonaws.com"] },
    }),
  },
  good: { "one's own": registered(EKS) },
  near: {
    "a name that looks alike": registered(EKS, { client_id_list: ["sts.amazonaws.com.acme.example"] }),
    // AWS: "How to federate into AWS from Azure DevOps using OpenID Connect": the audience of all tokens of pipelines.
    "pipelines of Azure DevOps in AWS": registered("vstoken.dev.azure.com/00000000-0000-4000-8000-000000000001", {
      client_id_list: ["api://AzureADTokenExchange"],
    }),
    "Google's own default": provider(EKS, {
      oidc: { issuer_uri: `https://${EKS}`, allowed_audiences: ["https://iam.googleapis.com/projects/1/x"] },
    }),
  },
});
