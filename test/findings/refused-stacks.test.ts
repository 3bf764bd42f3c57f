import { danglingReferences } from "../../src/findings/rules/dangling-references";
import { openTemplates } from "../../src/findings/rules/open-templates";
import { refusedProviders } from "../../src/findings/rules/refused-providers";
import { refusedAssignments } from "../../src/findings/rules/refused-assignments";
import { AZURE, identity, idsOf, SUBSCRIPTION } from "../simulator/support/azure";
import { declaration, declaring } from "../simulator/support/mesh";
import { merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What Terraform or a provider refuses before anything is made. */
describe("a provider", () => {
  const found = (provider: Stack["provider"]) =>
    refusedProviders(read({ provider }), NOW).map(({ place, argument }) => `${place} ${argument ?? ""}`);

  it.each([
    ["azurerm", { subscription_id: "*" }, "subscription_id"],
    ["azurerm", { subscription_id: `${SUBSCRIPTION}x` }, "subscription_id"],
    ["azurerm", { tenant_id: "acme" }, "tenant_id"],
    ["google", { project: "*" }, "project"],
  ])("%s of %j is refused", (kind, args, argument) => {
    expect(found({ [kind]: args })).toEqual([`mesh: provider.${kind} ${argument}`]);
    expect(found({ [kind]: [{ ...args, alias: "b" }] })).toEqual([`mesh: provider.${kind}.b ${argument}`]);
  });

  it("is taken as it should be", () => {
    expect(found({ ...AZURE, google: { project: "acme-euro" } })).toEqual([]);
    expect(found({ azurerm: { tenant_id: "acme.onmicrosoft.com" }, google: {} })).toEqual([]);
  });
});

// HCL specification, "Templates": an interpolation sequence ends with a closing brace
// (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md).
describe("a template", () => {
  const found = (stack: Stack) => openTemplates(read(stack), NOW).map(({ place }) => place);

  it("that is not closed is told of what it stands in", () => {
    expect(found({ provider: { kubernetes: [{ alias: "west", host: "${aws_eks_cluster.west.endpoint" }] } })).toEqual([
      "mesh: provider.kubernetes.west",
    ]);
    expect(found({ resource: { aws_iam_policy: { one: { policy: "%{ if true }a%{ endif" } } } })).toEqual([
      "mesh: aws_iam_policy.one",
    ]);
    expect(found({ data: { aws_iam_role: { one: { name: "${var.x" } } }, output: { b: { value: "a ${x" } } })).toEqual([
      "mesh: data.aws_iam_role.one",
      "mesh: output.b",
    ]);
  });

  it.each(["$${not.one", "%%{ nor this", '${join("", ["${var.a}", "b"])}', "$ {", '${"}"}'])("%s is none", (value) => {
    expect(found({ output: { a: { value } } })).toEqual([]);
  });

  it("in a comment is not read", () => {
    expect(found({ resource: { aws_iam_policy: { one: { "//": "${", policy: "{}" } } } })).toEqual([]);
  });
});

describe("a reference", () => {
  const found = (output: string, more: Stack = {}) =>
    danglingReferences(read(merged({ output: { one: { value: output } } }, more)), NOW).map(({ place }) => place);
  // The address of the one that the stack has begins with that of the one that it lacks.
  it("is told with the object that refers to it, not with one that refers to a longer address", () => {
    const { reason } = danglingReferences(
      read({
        resource: {
          google_service_account: { ci2: { account_id: "ci-account" } },
          google_project_iam_member: {
            a: {
              project: "acme-euro",
              role: "roles/viewer",
              member: "user:a@x.example",
              depends_on: ["google_service_account.ci2"],
            },
            b: {
              project: "acme-euro",
              role: "roles/viewer",
              member: "user:b@x.example",
              depends_on: ["google_service_account.ci"],
            },
          },
        },
      }),
      NOW,
    )[0];
    expect(reason).toMatch(/^mesh: google_project_iam_member\.b refers to google_service_account\.ci, /);
  });

  const config = { data: { google_client_config: { me: { count: 0 } } } };

  it("to what the stack does not have is told at its address", () => {
    expect(found("${google_service_account.ci.email}")).toEqual(["mesh: google_service_account.ci"]);
    expect(found("Bearer ${data.google_client_config.me.access_token}")).toEqual([
      "mesh: data.google_client_config.me",
    ]);
  });

  it("to what the stack has is not, in whatever number", () => {
    expect(found("${data.google_client_config.me[0].access_token}", config)).toEqual([]);
    expect(found("${var.google_thing} ${local.aws_thing.x}")).toEqual([]);
  });

  it.each([
    ["in text for another program", "$${aws_region.name}"],
    ["of a loop", "%{ for aws_account in var.accounts }${aws_account.id}%{ endfor }"],
    ["of a dynamic block", "${kubernetes_network_config.value.service_ipv4_cidr}"],
  ])("to a name %s is none", (_where, text) => {
    expect(found(text)).toEqual([]);
  });

  const ordered = (dependsOn: string[]) =>
    found("x", { resource: { kubernetes_deployment_v1: { app: { depends_on: dependsOn } } } });

  it("in depends_on counts as well: pods would be made without their webhook", () => {
    expect(ordered(["helm_release.webhook"])).toEqual(["mesh: helm_release.webhook"]);
    expect(ordered(["data.aws_caller_identity.me"])).toEqual(["mesh: data.aws_caller_identity.me"]);
    expect(ordered(["module.network", "kubernetes_deployment_v1.app"])).toEqual([]);
    const stack = { resource: { kubernetes_deployment_v1: { app: { depends_on: ["helm_release.webhook"] } } } };
    const [{ reason }] = danglingReferences(read(stack), NOW);
    expect(reason).toMatch(/^mesh: kubernetes_deployment_v1.app refers to helm_release.webhook, which/);
  });
});

describe("a role assignment to an edge's identity", () => {
  const { principalId } = idsOf(read(identity()));
  const assigned = (type: string | undefined): Stack => ({
    resource: {
      azurerm_role_assignment: {
        one: {
          scope: "/subscriptions/x",
          role_definition_name: "Reader",
          principal_id: principalId,
          principal_type: type,
        },
      },
    },
  });
  const edge = declaring({
    args: ["aks", "--client-id", "x", "--tenant-id", "y"],
    declaration: declaration({ principal: principalId }),
  });
  const found = (type?: string) => refusedAssignments(read(merged(identity(), edge, assigned(type))), NOW).length;

  it("must call it a service principal, or nothing", () => {
    expect([found("User"), found("Group"), found("ServicePrincipal"), found()]).toEqual([1, 1, 0, 0]);
  });

  // "Azure custom roles": AssignableScopes are where a role definition can be assigned
  it.each([
    [["/subscriptions/x"], 0],
    [["/subscriptions/x/resourceGroups/corp"], 1],
    [["/subscriptions/y", "/subscriptions/x"], 0],
  ])("must be on one of the scopes of its custom role, as %j: %j", (assignable_scopes, count) => {
    const own = {
      resource: {
        azurerm_role_definition: {
          own: { name: "own", scope: "/subscriptions/x", assignable_scopes, permissions: [] },
        },
        azurerm_role_assignment: {
          one: { scope: "/subscriptions/x", role_definition_name: "own", principal_id: principalId },
        },
      },
    };
    const told = refusedAssignments(read(merged(identity(), edge, own)), NOW);
    expect(told.map(({ code, argument }) => [code, argument])).toEqual(Array(count).fill(["refused-object", "scope"]));
  });
});
