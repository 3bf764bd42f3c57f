import { furtherAudiences } from "../../../src/simulator";
import { account } from "../support/aws";
import { credential, identity, idsOf, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { AUDIENCE, project } from "../support/google";
import { Context, declaration, declaring, EKS_ARGS } from "../support/mesh";
import { merged, read, Stack } from "../support/stack";

/** What else is accepted where an edge comes in, as the clouds register it. */
function audiences(stack: Stack, args: readonly string[], audience: string): readonly string[] {
  const context: Context = { args, declaration: declaration({ audience }) };
  const world = read(merged(stack, declaring(context)));
  return furtherAudiences(world, world.edges[0]);
}
const GKE = ["gke", "--audience", AUDIENCE];
const { clientId } = idsOf(read(identity()));
const AKS = ["aks", "--tenant-id", TENANT, "--client-id", clientId];

it.each<[string, Stack, readonly string[], string, readonly string[]]>([
  ["AWS's registration", account(), EKS_ARGS, "client-a", ["client-b"]],
  [
    "AWS's registration, with IRSA",
    account(),
    [...EKS_ARGS.slice(0, 7), "--source", "irsa"],
    "",
    ["client-a", "client-b"],
  ],
  ["a pool provider", project({ oidc: { issuer_uri: "https://x", allowed_audiences: ["a", "b"] } }), GKE, "a", ["b"]],
  ["a pool provider that names none", project(), GKE, `https:${AUDIENCE}`, []],
  [
    "an identity's credentials",
    identity({
      one: credential(),
      two: credential({ name: "two", subject: "system:serviceaccount:a:b", audience: ["api://other"] }),
    }),
    AKS,
    TOKEN_AUDIENCE,
    ["api://other"],
  ],
  ["nothing that was read", {}, EKS_ARGS, "client-a", []],
])("%s", (_what, stack, args, audience, expected) => {
  expect(audiences(stack, args, audience)).toEqual(expected);
});
