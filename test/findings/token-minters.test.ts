import { customizedSubjects } from "../../src/findings/rules/customized-subjects";
import { tokenMinters } from "../../src/findings/rules/token-minters";
import { Rule } from "../../src/findings/finding";
import { roleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring, EKS_ARGS, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Where an edge's subject comes from: who else gets a token with it, and what makes it another one. */
const found = (rule: Rule, ...stacks: Stack[]) =>
  rule(read(merged(...stacks)), NOW).map(({ severity, code, place, what }) => `${severity} ${code} ${place} ${what}`);

/** Kubernetes documentation: "RBAC Good Practices", section "Token request". */
describe("a role that makes tokens in an edge's own cluster", () => {
  const name = declaration().target.name;
  const edges = declaring(
    { args: EKS_ARGS, declaration: declaration() },
    {
      args: EKS_ARGS,
      declaration: declaration({ source: { cluster: "west", name, subject: "system:serviceaccount:ci:bot" } }),
    },
  );
  const minting = (rule: Args, namespace = "ci"): Stack => ({
    provider: { kubernetes: { host: SERVER } },
    resource: {
      kubernetes_role_v1: {
        mint: {
          metadata: { name: "mint", namespace },
          rule: [{ api_groups: [""], resources: ["serviceaccounts/token"], verbs: ["create"], ...rule }],
        },
      },
      kubernetes_role_binding_v1: { one: roleBinding(namespace, "Role mint", "User eve") },
    },
  });
  const TOLD = ["fault given-out mesh: kubernetes_role_binding_v1.one User eve"];

  it.each<[string, Args]>([
    ["every service account of the namespace", {}],
    ["the edge's own", { resource_names: ["other", "bot"] }],
    ["all verbs", { verbs: ["*"] }],
  ])("is a fault for %s", (_what, rule) => {
    expect(found(tokenMinters, edges, minting(rule))).toEqual(TOLD);
  });

  it("is none for another service account, namespace, verb or group", () => {
    expect(found(tokenMinters, edges, minting({ resource_names: ["other"] }))).toEqual([]);
    expect(found(tokenMinters, edges, minting({}, "web"))).toEqual([]);
    expect(found(tokenMinters, edges, minting({ verbs: ["get"] }))).toEqual([]);
    expect(found(tokenMinters, edges, minting({ api_groups: ["apps"] }))).toEqual([]);
  });

  it("is none in a cluster that is no edge's own", () => {
    expect(found(tokenMinters, declaring({ args: EKS_ARGS, declaration: declaration() }), minting({}))).toEqual([]);
  });
});

/** GitHub documentation: "OpenID Connect reference", section "Customizing the token claims". */
describe("a template for the subjects of GitHub's tokens", () => {
  const source = { issuer: "https://token.actions.githubusercontent.com", subject: "repo:acme/app:environment:prod" };
  const jobs = declaring({ args: EKS_ARGS, declaration: declaration({ source }) });
  const REPOSITORY = "github_actions_repository_oidc_subject_claim_customization_template";
  const ORGANIZATION = "github_actions_organization_oidc_subject_claim_customization_template";
  const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
  const custom = { use_default: false, include_claim_keys: ["actor"] };

  it.each<[string, Args]>([
    [REPOSITORY, { repository: "app", ...custom }],
    [ORGANIZATION, { include_claim_keys: ["repository"] }],
  ])("is a gap where it is for an edge's repository: %s", (type, args) => {
    expect(found(customizedSubjects, jobs, one(type, args))).toEqual([`gap unseen-grant mesh: ${type}.one ${type}`]);
  });

  it("is none of another repository, of the default, or where no job comes in", () => {
    expect(found(customizedSubjects, jobs, one(REPOSITORY, { repository: "web", ...custom }))).toEqual([]);
    expect(found(customizedSubjects, jobs, one(REPOSITORY, { repository: "app", use_default: true }))).toEqual([]);
    const edge = declaring({ args: EKS_ARGS, declaration: declaration() });
    expect(found(customizedSubjects, edge, one(ORGANIZATION, custom))).toEqual([]);
  });
});
