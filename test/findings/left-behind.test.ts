import { leftBehind } from "../../src/findings/rules/left-behind";
import { account } from "../simulator/support/aws";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

const edge = declaring({ args: EKS_ARGS, declaration: declaration({ groups: ["deployers"] }) });
const found = (...stacks: Stack[]) =>
  leftBehind(read({ ...merged(account(), edge), ...(Object.assign({}, ...stacks) as Stack) }), NOW).map(
    ({ severity, code, place }) => `${severity} ${code} ${place}`,
  );
const keeping = (from: string, lifecycle: unknown = [{ destroy: false }]): Stack => ({ removed: { from, lifecycle } });

// https://developer.hashicorp.com/terraform/language/block/removed: destroy = false "removes the resource from state" and leaves the object.
describe("an object that a removed block leaves in the cloud", () => {
  it.each([
    "kubernetes_cluster_role_binding_v1.admins",
    "${kubernetes_cluster_role_binding_v1.admins}",
    'kubernetes_cluster_role_binding_v1.admins["a.b]c"]',
    "module.grants.aws_eks_access_entry.old",
    'module.grants["x"].module.y.aws_iam_role_policy.old',
    "google_project_iam_member.old",
    "azurerm_federated_identity_credential.old",
    "module.grants",
  ])("is a gap: %s", (from) => {
    const address = from.replace(/^\$\{(.*)\}$/, "$1");
    expect(found(keeping(from))).toEqual([`gap left-behind mesh: ${address}`]);
  });

  it.each<[string, Stack]>([
    ["a list of blocks", { removed: [{ from: "aws_iam_role.a", lifecycle: { destroy: false } }] }],
    ["a block as an object", { removed: { from: "aws_iam_role.a", lifecycle: { destroy: false } } }],
    ["destroy as text", { removed: { from: "aws_iam_role.a", lifecycle: { destroy: "false" } } }],
    ["destroy that cannot be known here", { removed: { from: "aws_iam_role.a", lifecycle: { destroy: "${var.x}" } } }],
    // OpenTofu's block forgets unless told otherwise.
    ["no lifecycle", { removed: { from: "aws_iam_role.a" } }],
  ])("is a gap with %s", (_words, stack) => {
    expect(found(stack)).toEqual(["gap left-behind mesh: aws_iam_role.a"]);
  });

  it.each<[string, Stack]>([
    ["destroys the object", keeping("aws_iam_role.a", { destroy: true })],
    ["destroys it by a list of blocks", keeping("aws_iam_role.a", [{ destroy: true }])],
    ["is of a type that cannot grant", keeping("aws_cloudwatch_log_group.a")],
    ["names what only moved", { moved: { from: "aws_iam_role.a", to: "aws_iam_role.reader" } }],
  ])("is none where it %s", (_words, stack) => {
    expect(found(stack)).toEqual([]);
  });
});

// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_access_entry: kubernetes_groups and user_name are optional
// and read from EKS; https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role: so are managed_policy_arns and
// inline_policy, which Terraform then leaves alone.
describe("what an imported object had before", () => {
  const importing = (to: string, type: string, args: Args): Stack => ({
    import: [{ to, id: "x" }],
    resource: { ...merged(account(), edge).resource, [type]: { imported: args } },
  });
  const entry = { cluster_name: "west", principal_arn: "arn:aws:iam::111122223333:role/x" };

  it.each<[string, Stack]>([
    ["an entry's groups", importing("aws_eks_access_entry.imported", "aws_eks_access_entry", entry)],
    ["by a reference of HCL", importing("${aws_eks_access_entry.imported}", "aws_eks_access_entry", entry)],
    [
      "an entry's user alone",
      importing("aws_eks_access_entry.imported", "aws_eks_access_entry", { ...entry, kubernetes_groups: [] }),
    ],
  ])("is a gap: %s", (_words, stack) => {
    expect(found(stack)).toEqual(["gap left-behind mesh: aws_eks_access_entry.imported"]);
  });

  it("is a gap for each instance", () => {
    const args = { ...entry, for_each: { a: 1, b: 2 } };
    expect(found(importing('aws_eks_access_entry.imported["a"]', "aws_eks_access_entry", args))).toEqual([
      'gap left-behind mesh: aws_eks_access_entry.imported["a"]',
    ]);
    expect(found(importing("aws_eks_access_entry.imported[each.key]", "aws_eks_access_entry", args))).toEqual([
      'gap left-behind mesh: aws_eks_access_entry.imported["a"]',
      'gap left-behind mesh: aws_eks_access_entry.imported["b"]',
    ]);
  });

  it("is a gap for a role whose policies are not written, as lists of all of them", () => {
    const role = { name: "x", assume_role_policy: "{}" };
    expect(found(importing("aws_iam_role.imported", "aws_iam_role", role))).toEqual([
      "gap left-behind mesh: aws_iam_role.imported",
    ]);
  });

  it.each<[string, Stack]>([
    [
      "everything that decides is written",
      importing("aws_eks_access_entry.imported", "aws_eks_access_entry", {
        ...entry,
        kubernetes_groups: ["a"],
        user_name: "b",
      }),
    ],
    ["another object is imported", importing("aws_eks_access_entry.other", "aws_eks_access_entry", entry)],
    ["Terraform writes all of it", importing("google_service_account.imported", "google_service_account", {})],
  ])("is none where %s", (_words, stack) => {
    expect(found(stack)).toEqual([]);
  });
});
