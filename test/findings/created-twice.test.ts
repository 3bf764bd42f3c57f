import { createdTwice } from "../../src/findings/rules/created-twice";
import { account, ACCOUNT, ISSUER, ROLE_ARN } from "../simulator/support/aws";
import { credential, identity } from "../simulator/support/azure";
import { project } from "../simulator/support/google";
import { roleBinding } from "../simulator/support/kubernetes";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, readStacks, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** The later of two resources for one object is refused: EntityAlreadyExists, ResourceInUseException, ALREADY_EXISTS, 409. */
const placesIn = (world: ReturnType<typeof read>) => createdTwice(world, NOW).map(({ place }) => place);
const found = (...stacks: Stack[]) => placesIn(read(merged(...stacks)));
const one = (type: string, args: Args, name = "second"): Stack => ({ resource: { [type]: { [name]: args } } });
const edge = declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN }) });
const entry = { cluster_name: "west", principal_arn: ROLE_ARN };
const VIEW = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
const association = (access_scope: Args, principal_arn = ROLE_ARN) => ({
  ...{ cluster_name: "west", principal_arn, policy_arn: VIEW, access_scope },
});

const ASSIGNMENT = {
  scope: "/subscriptions/00000000-1111-2222-3333-444444444444",
  role_definition_name: "Reader",
  principal_id: "99999999-8888-4777-8666-555555555555",
};

describe("an object that two resources create", () => {
  it.each<[string, Stack[]]>([
    ["aws_iam_openid_connect_provider", [account(), one("aws_iam_openid_connect_provider", { url: ISSUER })]],
    ["aws_iam_role", [account(), one("aws_iam_role", { name: "READER", path: "/apps/" })]],
    [
      "aws_eks_access_entry",
      [account(), edge, one("aws_eks_access_entry", entry, "a"), one("aws_eks_access_entry", entry)],
    ],
    [
      "aws_eks_access_policy_association",
      [
        ...[account(), edge, one("aws_eks_access_policy_association", association({ type: "cluster" }), "a")],
        one("aws_eks_access_policy_association", association({ type: "namespace", namespaces: ["ns"] })),
      ],
    ],
    [
      "google_iam_workload_identity_pool",
      [project(), one("google_iam_workload_identity_pool", { workload_identity_pool_id: "west" })],
    ],
    ["azurerm_federated_identity_credential", [identity({ one: credential(), second: credential({ name: "ONE" }) })]],
    [
      "azurerm_federated_identity_credential",
      // Issuer and subject are unique in an identity, whatever the name.
      [identity({ one: credential(), second: credential({ name: "two" }) })],
    ],
    [
      "azurerm_role_assignment",
      [one("azurerm_role_assignment", ASSIGNMENT, "a"), one("azurerm_role_assignment", ASSIGNMENT)],
    ],
    [
      "kubernetes_service_account_v1",
      [
        { provider: { kubernetes: { host: "https://x.example" } } },
        one("kubernetes_manifest", { manifest: { kind: "ServiceAccount", metadata: { name: "sa" } } }, "a"),
        one("kubernetes_service_account_v1", { metadata: { name: "sa", namespace: "default" } }),
      ],
    ],
    [
      "kubernetes_role_binding_v1",
      [
        { provider: { kubernetes: { host: "https://x.example" } } },
        one("kubernetes_role_binding", roleBinding("ns", "edit", "User a"), "a"),
        one("kubernetes_role_binding_v1", roleBinding("ns", "view", "User b")),
      ],
    ],
  ])("is a fault of both: %s", (type, stacks) => {
    expect(found(...stacks)).toContain(`mesh: ${type}.second`);
    expect(found(...stacks)).toHaveLength(2);
  });

  it.each<[string, Stack[]]>([
    ["another issuer", [account(), one("aws_iam_openid_connect_provider", { url: `${ISSUER}/` })]],
    ["another name", [account(), one("aws_iam_role", { name: "reader2" })]],
    ["a name that is generated", [account(), one("aws_iam_role", { name_prefix: "reader" })]],
    [
      "another principal",
      [
        account(),
        edge,
        one("aws_eks_access_entry", entry, "a"),
        one("aws_eks_access_entry", { ...entry, principal_arn: `arn:aws:iam::${ACCOUNT}:role/x` }),
      ],
    ],
    ["another credential", [identity({ one: credential(), second: credential({ name: "two", subject: "x" }) })]],
  ])("is none of %s", (_what, stacks) => {
    expect(found(...stacks)).toEqual([]);
  });

  it("is none of a stack that was read twice", () => {
    expect(placesIn(readStacks({ plan: account(), state: account() }))).toEqual([]);
  });
});
