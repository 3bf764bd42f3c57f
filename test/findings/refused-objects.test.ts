import { refusedObjects } from "../../src/findings/rules/refused-objects";
import { unconfiguredProviders } from "../../src/findings/rules/unconfigured-providers";
import { account, policyOf, ROLE_ARN, trusting } from "../simulator/support/aws";
import { project } from "../simulator/support/google";
import { clusterRoleBinding, roleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What a vendor's API does not store is a fault of the object that is written so. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const found = (...stacks: Stack[]) =>
  refusedObjects(read(merged(...stacks)), NOW).map(({ place, argument }) => `${place} ${argument ?? ""}`);
const SESSION = "arn:aws:sts::111122223333:assumed-role/reader/x";
const AT_POLICY = "aws_eks_access_policy_association.one policy_arn";
const VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
const association = (args: Args = {}) =>
  one("aws_eks_access_policy_association", {
    ...{ cluster_name: "west", principal_arn: ROLE_ARN, policy_arn: VIEW, access_scope: { type: "cluster" } },
    ...args,
  });
const binding = roleBinding("ns", "edit", "User alice");

const SECRET =
  "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/acme/secrets/database";
const ASSIGNMENT = {
  role_definition_id:
    "/subscriptions/00000000-1111-2222-3333-444444444444/providers/Microsoft.Authorization/roleDefinitions/4633458b-17de-408a-b874-0445c86b69e6",
  principal_id: "99999999-1111-2222-3333-444444444444",
};

describe("an object that its API refuses", () => {
  // Kubernetes, pkg/apis/rbac/validation.
  it.each<[string, string, Args]>([
    ["no name", "role_binding_v1", { ...binding, metadata: { name: "", namespace: "ns" } }],
    ["a path for a name", "role_binding_v1", { ...binding, metadata: { name: "a/b", namespace: "ns" } }],
    [
      "another API group of the role",
      "role_binding_v1",
      { ...binding, role_ref: { api_group: "x", kind: "ClusterRole", name: "edit" } },
    ],
    ["no kind of the role", "role_binding_v1", { ...binding, role_ref: { name: "edit" } }],
    ["a Role for a whole cluster", "cluster_role_binding_v1", clusterRoleBinding("Role edit", "User alice")],
    ["a subject of no kind", "role_binding_v1", { ...binding, subject: [{ kind: "user", name: "alice" }] }],
    [
      "another API group of a subject",
      "role_binding_v1",
      { ...binding, subject: [{ kind: "User", name: "alice", api_group: "x" }] },
    ],
  ])("is told: a binding with %s", (_what, type, args) => {
    expect(found(one(`kubernetes_${type}`, args))).toEqual([`mesh: kubernetes_${type}.one metadata`]);
  });

  it.each<[string, Stack, string]>([
    [
      "a pool with a short id",
      project({}, { workload_identity_pool_id: "w" }),
      "google_iam_workload_identity_pool.west workload_identity_pool_id",
    ],
    [
      "an access scope of another type",
      one("aws_eks_access_policy_association", {
        ...{ cluster_name: "west", principal_arn: "arn:aws:iam::111122223333:role/reader" },
        policy_arn: VIEW,
        access_scope: { type: "Namespace", namespaces: ["ns"] },
      }),
      "aws_eks_access_policy_association.one access_scope.type",
    ],
    [
      "a role assignment on the URL of a secret",
      one("azurerm_role_assignment", { ...ASSIGNMENT, scope: "https://acme.vault.azure.net/secrets/database/0123" }),
      "azurerm_role_assignment.one scope",
    ],
    [
      "a role assignment on one version of a secret",
      one("azurerm_role_assignment", { ...ASSIGNMENT, scope: `${SECRET}/versions/0123456789abcdef` }),
      "azurerm_role_assignment.one scope",
    ],
    // Amazon EKS API Reference: AssociateAccessPolicy, CreateAccessEntry, CreateCluster.
    [
      "an IAM policy for an access policy",
      association({ policy_arn: "arn:aws:iam::aws:policy/AmazonEKSViewPolicy" }),
      AT_POLICY,
    ],
    ["an access policy by its name", association({ policy_arn: "AmazonEKSViewPolicy" }), AT_POLICY],
    [
      "a session as a principal",
      one("aws_eks_access_entry", { cluster_name: "west", principal_arn: SESSION }),
      "aws_eks_access_entry.one principal_arn",
    ],
    [
      "another mode",
      one("aws_eks_cluster", { name: "west", access_config: { authentication_mode: "api" } }),
      "aws_eks_cluster.one access_config.authentication_mode",
    ],
    // Microsoft Graph: "federatedIdentityCredential resource type": audiences "can only accept a single value"
    // (https://learn.microsoft.com/graph/api/resources/federatedidentitycredential).
    [
      "two audiences of a credential of an application",
      one("azuread_application_federated_identity_credential", {
        ...{ application_id: "/applications/1", display_name: "x", issuer: "https://x.example", subject: "s" },
        audiences: ["api://AzureADTokenExchange", "api://other"],
      }),
      "azuread_application_federated_identity_credential.one audiences",
    ],
    // Identity and Access Management API: POST https://iam.googleapis.com/v1/{resource=projects/*/serviceAccounts/*}:setIamPolicy
    // (https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/setIamPolicy).
    ...["reader@acme-euro.iam.gserviceaccount.com", "xprojects/acme-euro/serviceAccounts/reader"].map(
      (service_account_id): [string, Stack, string] => [
        `a member of the service account ${service_account_id}`,
        one("google_service_account_iam_member", { service_account_id, role: "roles/x", member: "user:a@example.com" }),
        "google_service_account_iam_member.one service_account_id",
      ],
    ),
    // AWS IAM API Reference: CreateOpenIDConnectProvider, PutRolePolicy, AttachRolePolicy.
    [
      "a thumbprint of no 40 digits",
      one("aws_iam_openid_connect_provider", { url: "https://x.example", thumbprint_list: ["abc"] }),
      "aws_iam_openid_connect_provider.one thumbprint_list",
    ],
    [
      "a role's ARN for its name",
      one("aws_iam_role_policy_attachment", { role: ROLE_ARN, policy_arn: "arn:aws:iam::aws:policy/X" }),
      "aws_iam_role_policy_attachment.one role",
    ],
    [
      "a policy by its name",
      one("aws_iam_role_policy_attachment", { role: "x", policy_arn: "AdministratorAccess" }),
      "aws_iam_role_policy_attachment.one policy_arn",
    ],
    ["a role with another name", account(undefined, { name: "read er" }), "aws_iam_role.reader name"],
  ])("is told: %s", (_what, stack, place) => {
    expect(found(stack)).toEqual([`mesh: ${place}`]);
  });

  it("is none of those that are stored", () => {
    const role = {
      assume_role_policy: policyOf(trusting(), trusting({ Principal: { Service: "ec2.amazonaws.com" } })),
    };
    const defaulted = { ...binding, role_ref: { kind: "ClusterRole", name: "edit" } };
    expect(found(account(undefined, role), one("kubernetes_role_binding_v1", defaulted))).toEqual([]);
    expect(found(project())).toEqual([]);
  });
});

// Kubernetes documentation: "Object Names and IDs".
describe("a name that Kubernetes does not store", () => {
  const at = (metadata: Args) => found(one("kubernetes_config_map_v1", { metadata }));

  it.each<[Args, string]>([
    [{ name: "Files" }, "metadata.name"],
    [{ name: "files*" }, "metadata.name"],
    [{ name: "" }, "metadata.name"],
    [{ name: "a".repeat(254) }, "metadata.name"],
    [{ namespace: "ns" }, "metadata.name"],
    [{ name: "files", namespace: "a.b" }, "metadata.namespace"],
  ])("%j", (metadata, argument) => {
    expect(at(metadata)).toEqual([`mesh: kubernetes_config_map_v1.one ${argument}`]);
  });

  it("is none that it makes by itself, or in the default namespace", () => {
    expect(at({ name: "files.v1" })).toEqual([]);
    expect(at({ generate_name: "files-", namespace: "ns" })).toEqual([]);
  });
});

describe("an access policy of an edge's cluster", () => {
  const edge = declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN }) });
  const entry = one("aws_eks_access_entry", { cluster_name: "west", principal_arn: ROLE_ARN });
  const told = (args: Args) => found(account(), edge, entry, association(args));

  it.each<[string, Args, string]>([
    ["of another partition", { policy_arn: VIEW.replace("aws:eks", "aws-us-gov:eks") }, "policy_arn"],
    ["without an entry", { principal_arn: ROLE_ARN.replace("reader", "other") }, "principal_arn"],
    ["for no namespace", { access_scope: { type: "namespace" } }, "access_scope"],
  ])("is refused %s", (_what, args, argument) => {
    expect(told(args)).toEqual([`mesh: aws_eks_access_policy_association.one ${argument}`]);
  });

  it("is stored for an entry and a scope", () => {
    expect(told({})).toEqual([]);
    expect(told({ access_scope: { type: "namespace", namespaces: ["ns"] } })).toEqual([]);
  });
});

describe("a provider that nothing configures", () => {
  const told = (provider: string) =>
    unconfiguredProviders(read(merged(account(), one("aws_iam_policy", { provider, name: "x" }))), NOW);

  it("is a fault of what names it", () => {
    expect(told("aws.west").map(({ severity, place }) => `${severity} ${place}`)).toEqual([
      "fault mesh: aws_iam_policy.one",
    ]);
    expect(told("aws")).toEqual([]);
  });

  // "If all provider blocks for a provider type use aliases, Terraform creates an implied empty default configuration": Spacelift,
  // "How to Use a Terraform Provider Alias" (https://spacelift.io/blog/terraform-provider-alias).
  describe("of an implied one", () => {
    const host = "https://203.0.113.7";
    const toldOf = (providers: readonly Args[], ...objects: Stack[]) =>
      unconfiguredProviders(read(merged({ provider: { kubernetes: providers } }, ...objects)), NOW).map(
        ({ severity, place, reason }) => `${severity} ${place}: ${reason}`,
      );
    const configMap = (name: string, args: Args = {}): Stack => ({
      resource: { kubernetes_config_map_v1: { [name]: { metadata: { name }, ...args } } },
    });

    it("is a gap, which names the first resource and counts the others", () => {
      expect(toldOf([{ alias: "west", host }], configMap("a"), configMap("b"), configMap("c"))).toEqual([
        'gap mesh: kubernetes_config_map_v1.a: names no provider, as 2 more of the stack do, and the stack configures kubernetes.west alone: Terraform takes an empty "kubernetes", so the environment tells where it is made',
      ]);
    });

    it("is none where a default is configured, or none at all, or the resource names one", () => {
      expect(toldOf([{ alias: "west", host }, { host }], configMap("a"))).toEqual([]);
      expect(toldOf([], configMap("a"))).toEqual([]);
      expect(toldOf([{ alias: "west", host }], configMap("a", { provider: "kubernetes.west" }))).toEqual([]);
    });
  });
});
