import { directIssuers } from "../../src/findings/rules/direct-issuers";
import { furtherEntries } from "../../src/findings/rules/further-entries";
import { impersonators } from "../../src/findings/rules/impersonators";
import { mintedTokens } from "../../src/findings/rules/minted-tokens";
import { Rule } from "../../src/findings/finding";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { clusterRoleBinding, roleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Other ways to what an edge was given, which no document declares. */
const declared = declaration({ principal: ROLE_ARN, groups: ["team"], user: "reader" });
const edge = declaring({ args: EKS_ARGS, declaration: declared });
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const own = { aws_eks_access_entry: { own: { cluster_name: "west", principal_arn: ROLE_ARN } } };
const found = (rule: Rule, ...stacks: Stack[]) =>
  rule(read(merged(account(), edge, { resource: own }, ...stacks)), NOW).map(
    ({ severity, place, what }) => `${severity} ${place} ${what ?? ""}`,
  );

describe("an access entry of a principal that no edge declares", () => {
  const EVE = "arn:aws:iam::111122223333:role/eve";
  const entry = (args: Args) => found(furtherEntries, one("aws_eks_access_entry", { cluster_name: "west", ...args }));

  it.each<[string, Args]>([
    ["group", { principal_arn: EVE, kubernetes_groups: ["others", "team"] }],
    ["user", { principal_arn: EVE, user_name: "reader" }],
    // Amazon EKS User Guide: the session's name is what the principal says.
    ["user by a session's name", { principal_arn: EVE, user_name: "r{{SessionName}}" }],
  ])("is a fault with an edge's %s", (_what, args) => {
    expect(entry(args)).toEqual([`fault mesh: aws_eks_access_entry.one ${EVE}`]);
  });

  it.each<[string, Args]>([
    ["has groups of its own", { principal_arn: EVE, kubernetes_groups: ["others"] }],
    ["is of an edge", { principal_arn: ROLE_ARN, kubernetes_groups: ["team"] }],
    ["is of another cluster", { cluster_name: "east", principal_arn: EVE, kubernetes_groups: ["team"] }],
  ])("is none where it %s", (_what, args) => {
    expect(entry(args)).toEqual([]);
  });
});

describe("an access entry by the Cloud Control API", () => {
  const EVE = "arn:aws:iam::999999999999:role/eve";
  const entry = (args: Args, more: Stack = {}) =>
    found(furtherEntries, one("awscc_eks_access_entry", { cluster_name: "west", principal_arn: EVE, ...args }), more);

  it("is of the cluster of its name, whatever account the principal is of", () => {
    const told = [`fault mesh: awscc_eks_access_entry.one ${EVE}`];
    expect(entry({ kubernetes_groups: ["team"] })).toEqual(told);
    expect(entry({ username: "reader" }, { provider: { awscc: { region: "us-east-1" } } })).toEqual(told);
  });

  it("is none of an edge's in another region or cluster, or with groups of its own", () => {
    expect(entry({ kubernetes_groups: ["team"] }, { provider: { awscc: { region: "eu-west-1" } } })).toEqual([]);
    expect(entry({ kubernetes_groups: ["team"], cluster_name: "east" })).toEqual([]);
    expect(entry({ kubernetes_groups: ["others"] })).toEqual([]);
  });

  // AWS CloudFormation Template Reference: "AWS::EKS::AccessEntry AccessPolicy".
  it("gives the access policies in it", () => {
    const policy_arn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy";
    const policies = [{ policy_arn, access_scope: { type: "namespace", namespaces: ["kube-system"] } }];
    const stack = one("awscc_eks_access_entry", {
      cluster_name: "west",
      principal_arn: ROLE_ARN,
      access_policies: policies,
    });
    const { aws } = read(merged(account(), edge, { resource: own }, stack));
    const [cluster] = aws.enteredClusters;
    expect(aws.associationsOf(cluster)).toMatchObject([
      { principalArn: ROLE_ARN, policy: "AmazonEKSClusterAdminPolicy", namespaces: ["kube-system"] },
    ]);
  });
});

describe("a mapping of aws-auth to what an edge was given", () => {
  const map = (mode: string, mapRoles: Args[], type = "kubernetes_config_map_v1") => {
    const metadata = { name: "aws-auth", namespace: "kube-system" };
    const data = { mapRoles: JSON.stringify(mapRoles) };
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
    return found(
      furtherEntries,
      one("aws_eks_cluster", { name: "west", access_config: { authentication_mode: mode } }),
      { provider: { kubernetes: { host: SERVER } } },
      one(type, type === "kubernetes_manifest" ? { manifest } : { metadata, data }),
    );
  };
  const eve = { rolearn: "arn:aws:iam::111122223333:role/eve", username: "eve", groups: ["team"] };

  it.each(["config_map", "config_map_v1", "config_map_v1_data", "manifest"])("is a fault: kubernetes_%s", (type) => {
    for (const mode of ["CONFIG_MAP", "API_AND_CONFIG_MAP"]) {
      expect(map(mode, [eve], `kubernetes_${type}`)).toEqual([`fault mesh: kubernetes_${type}.one ${eve.rolearn}`]);
    }
  });

  // kubernetes-sigs/aws-iam-authenticator, pkg/server/server.go (renderTemplates): groups are templates, as users' names are
  it("is a fault where the name of a session gives the group, or keys have other letter cases", () => {
    const fault = [`fault mesh: kubernetes_config_map_v1.one ${eve.rolearn}`];
    expect(map("CONFIG_MAP", [{ ...eve, groups: ["{{SessionName}}"] }])).toEqual(fault);
    expect(map("CONFIG_MAP", [{ roleArn: eve.rolearn, userName: "eve", Groups: ["team"] }])).toEqual(fault);
  });

  it("is none in the mode API, of other groups, or of the edge's own role", () => {
    expect(map("API", [eve])).toEqual([]);
    expect(map("CONFIG_MAP", [{ ...eve, groups: ["other:{{SessionName}}"] }])).toEqual([]);
    expect(map("CONFIG_MAP", [{ ...eve, groups: ["system:nodes"] }])).toEqual([]);
    expect(map("CONFIG_MAP", [{ ...eve, rolearn: ROLE_ARN }])).toEqual([]);
  });
});

describe("an issuer whose tokens the cluster takes itself", () => {
  // Amazon EKS API Reference: "OidcIdentityProviderConfigRequest".
  const config = (oidc: Args, cluster_name = "west") =>
    found(
      directIssuers,
      one("aws_eks_identity_provider_config", {
        cluster_name,
        oidc: { issuer_url: "https://idp.example.com", ...oidc },
      }),
    );
  const GAP = ["gap mesh: aws_eks_identity_provider_config.one aws_eks_identity_provider_config"];

  it.each<[string, Args]>([
    ["groups without a prefix", { groups_claim: "groups" }],
    ["groups that begin like an edge's", { groups_claim: "groups", groups_prefix: "te" }],
    ["users without a prefix", { username_prefix: "-" }],
    ["users that begin like an edge's", { username_prefix: "read" }],
    ["what cannot be known", { username_prefix: "${var.prefix}" }],
  ])("is a gap: %s", (_what, oidc) => {
    expect(config(oidc)).toEqual(GAP);
  });

  it("is none with prefixes of its own, without groups, or of another cluster", () => {
    expect(config({ groups_claim: "groups", groups_prefix: "idp:" })).toEqual([]);
    expect(config({})).toEqual([]);
    expect(config({ groups_claim: "groups" }, "east")).toEqual([]);
  });
});

describe("a role that lets others impersonate", () => {
  const may = (binding: string, to: Args, rule: Args) =>
    found(impersonators, one(`kubernetes_${binding}_v1`, to), {
      resource: {
        kubernetes_cluster_role_v1: {
          own: { metadata: { name: "own" }, rule: [{ api_groups: [""], verbs: ["impersonate"], ...rule }] },
        },
      },
    });
  const eve = clusterRoleBinding("own", "User eve");

  it.each<[string, Args]>([
    ["every user", { resources: ["users"] }],
    ["an edge's user", { resources: ["users"], resource_names: ["reader"] }],
    ["an edge's group", { resources: ["groups"], resource_names: ["others", "team"] }],
  ])("is a fault: %s", (_what, rule) => {
    expect(may("cluster_role_binding", eve, rule)).toEqual([
      "fault mesh: kubernetes_cluster_role_binding_v1.one User eve",
    ]);
  });

  it.each<[string, string, Args, Args]>([
    ["another user", "cluster_role_binding", eve, { resources: ["users"], resource_names: ["alice"] }],
    ["a group's name as a user", "cluster_role_binding", eve, { resources: ["users"], resource_names: ["team"] }],
    ["another verb", "cluster_role_binding", eve, { resources: ["users"], verbs: ["get"] }],
    ["another API group", "cluster_role_binding", eve, { resources: ["users"], api_groups: ["x"] }],
    ["a namespace, which has no users", "role_binding", roleBinding("ns", "own", "User eve"), { resources: ["users"] }],
  ])("is none: %s", (_what, binding, to, rule) => {
    expect(may(binding, to, rule)).toEqual([]);
  });
});

describe("a token that Terraform makes", () => {
  const [, , namespace, name] = declared.source.subject.split(":");
  const token = (metadata: Args, audiences: string[]) =>
    found(mintedTokens, one("kubernetes_token_request_v1", { metadata, spec: { audiences } }));

  it("is a gap where it is an edge's subject and audience", () => {
    expect(token({ name, namespace }, ["x", declared.audience])).toEqual([
      `gap mesh: kubernetes_token_request_v1.one ${declared.source.subject}`,
    ]);
  });

  it("is none of another audience or service account", () => {
    expect(token({ name, namespace }, ["x"])).toEqual([]);
    expect(token({ name: "other", namespace }, [declared.audience])).toEqual([]);
  });
});
