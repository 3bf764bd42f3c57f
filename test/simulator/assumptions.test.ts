import { claimsOf, travel } from "../../src/simulator";
import { account, AWS, HOST, ISSUER, PROVIDER_ARN, ROLE_ARN, trusting } from "./support/aws";
import { identity, IDENTITY_ID, idsOf, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "./support/azure";
import { AUDIENCE, POOL, project, PROVIDER } from "./support/google";
import { Context, declaration, declaring, EKS_ARGS } from "./support/mesh";
import { merged, read, Stack } from "./support/stack";
import { NOW, SUBJECT } from "./support/tokens";

/** Objects that an edge uses and somebody else made: they do what the edge needs, for its own subject alone, and no more. */
const OTHER = "system:serviceaccount:ns:other";
const WHO = "hub:ns/sa";
const EMAIL = "deployer@acme-euro.iam.gserviceaccount.com";
const CLIENT_ID = "99999999-0000-0000-0000-000000000001";

const entry: Stack = {
  provider: AWS,
  resource: { aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: ROLE_ARN, user_name: "u" } } },
};
const whoMayImpersonate: Stack = {
  resource: {
    google_service_account_iam_member: {
      one: {
        service_account_id: `projects/acme-euro/serviceAccounts/${EMAIL}`,
        role: "roles/iam.workloadIdentityUser",
        member: `principal://iam.googleapis.com/${POOL}/subject/${SUBJECT}`,
      },
    },
  },
};
const ofAzure = {
  args: ["aks", "--tenant-id", TENANT, "--client-id", CLIENT_ID],
  declaration: declaration({ audience: TOKEN_AUDIENCE, principal: "object-id", adopted: [IDENTITY_ID] }),
};
const ofGoogle = (adopted: readonly string[], ...args: string[]) => ({
  args: ["gke", "--audience", AUDIENCE, ...args],
  declaration: declaration({ audience: `https:${AUDIENCE}`, adopted }),
});
const ofAws = (adopted: readonly string[], args = EKS_ARGS, audience = "client-a") => ({
  args,
  declaration: declaration({ adopted, audience }),
});
const nativeOf = (source: string) => [...EKS_ARGS.slice(0, 7), "--source", source];

/** What is believed for the one edge of a stack, and who gets through with which token. */
function tried(stack: Stack, context: Context) {
  const world = read(merged(stack, declaring(context)));
  const [edge] = world.edges;
  const { audience } = edge.declaration;
  const arrives = (subject: string, aud = audience) =>
    travel(world, edge, { claims: claimsOf(ISSUER, subject, aud, NOW), signature: "good" }, NOW).user !== undefined;
  return { assumptions: world.assumptionsOf(edge), arrives };
}

describe("what is not part of what was read", () => {
  it.each<[string, Stack, Context, string, boolean]>([
    ["a role", entry, ofAws([ROLE_ARN]), `the role ${ROLE_ARN} is for ${WHO} alone`, true],
    [
      "a pool provider",
      project({ workload_identity_pool_provider_id: "other" }),
      ofGoogle([PROVIDER]),
      `the pool provider ${PROVIDER} accepts ${WHO} alone`,
      true,
    ],
  ])("is believed to be for the subject alone: %s", (_what, stack, context, belief, decidesExchange) => {
    // WHEN
    const { assumptions, arrives } = tried(stack, context);

    // THEN
    expect(assumptions).toEqual([{ belief, decidesExchange }]);
    expect(arrives(SUBJECT)).toBe(true);
    expect(arrives(OTHER)).toBe(false);
    expect(arrives(SUBJECT, "another-audience")).toBe(false);
  });

  it("is believed to accept the audience: an OIDC provider", () => {
    // GIVEN
    const condition = { StringEquals: { [`${HOST}:sub`]: SUBJECT } };
    const { aws_iam_role } = account([trusting({ Condition: condition })]).resource ?? {};
    const stack = merged({ provider: account().provider, resource: { aws_iam_role } }, entry);

    // WHEN
    const { assumptions, arrives } = tried(stack, ofAws([PROVIDER_ARN]));

    // THEN
    const belief = `the OIDC provider ${PROVIDER_ARN} accepts the audience client-a`;
    expect(assumptions).toEqual([{ belief, decidesExchange: false }]);
    expect(arrives(SUBJECT)).toBe(true);
    expect(arrives(OTHER)).toBe(false);
    expect(arrives(SUBJECT, "client-b")).toBe(false);
  });

  it("is believed to exist: a pool whose provider was read, and a service account whose grants were", () => {
    // GIVEN
    const { google_iam_workload_identity_pool_provider } = project().resource ?? {};
    const stack = merged({ ...project(), resource: { google_iam_workload_identity_pool_provider } }, whoMayImpersonate);

    // WHEN
    const { assumptions, arrives } = tried(stack, ofGoogle([POOL, EMAIL], "--service-account", EMAIL));

    // THEN
    expect(assumptions).toEqual([
      { belief: `the pool ${POOL} exists`, decidesExchange: false },
      { belief: `the service account ${EMAIL} exists`, decidesExchange: false },
    ]);
    expect(arrives(SUBJECT)).toBe(true);
    expect(arrives(OTHER)).toBe(false);
  });

  it("is believed to have the client id: an identity whose credentials were read", () => {
    // GIVEN
    const { azurerm_federated_identity_credential } = identity({
      one: { parent_id: IDENTITY_ID, name: "one", issuer: ISSUER, subject: SUBJECT, audience: [TOKEN_AUDIENCE] },
    }).resource as Record<string, never>;

    // WHEN
    const { assumptions, arrives } = tried(
      { provider: identity().provider, resource: { azurerm_federated_identity_credential } },
      ofAzure,
    );

    // THEN
    const belief = `the identity ${IDENTITY_ID} has the client id ${CLIENT_ID}`;
    expect(assumptions).toEqual([{ belief, decidesExchange: false }]);
    expect(arrives(SUBJECT)).toBe(true);
    expect(arrives(OTHER)).toBe(false);
  });
});

describe("a role that pods have already", () => {
  it("is believed to take IRSA's audience, of the subject alone", () => {
    const { assumptions, arrives } = tried(entry, ofAws([ROLE_ARN], nativeOf("irsa"), ""));
    expect(assumptions).toEqual([{ belief: `the role ${ROLE_ARN} is for ${WHO} alone`, decidesExchange: true }]);
    expect(arrives(SUBJECT, "sts.amazonaws.com")).toBe(true);
    expect(arrives(SUBJECT, "client-a")).toBe(false);
    expect(arrives(OTHER, "sts.amazonaws.com")).toBe(false);
  });

  it("is given by EKS Pod Identity, and by no token", () => {
    // GIVEN
    const context = ofAws([ROLE_ARN], nativeOf("eks-pod-identity"), "");

    // THEN
    const stolen = { ...context, args: EKS_ARGS };
    const [native, byToken] = read(merged(entry, declaring(context, stolen))).edges;
    const world = read(merged(entry, declaring(context)));
    const token = { claims: claimsOf(ISSUER, SUBJECT, "sts.amazonaws.com", NOW), signature: "good" } as const;
    expect(travel(world, native, token, NOW).user).toBeDefined();
    expect(travel(world, byToken, token, NOW).refusal).toMatchObject({ hop: "exchange" });
  });
});

describe("what is part of what was read", () => {
  it.each<[string, Stack, Context]>([
    ["a role", merged(account([trusting({ Condition: {} })]), entry), ofAws([ROLE_ARN])],
    ["an OIDC provider", merged(account(), entry), ofAws([PROVIDER_ARN])],
    ["a pool and its provider", project(), ofGoogle([POOL, PROVIDER])],
    [
      "a service account",
      merged(
        project(),
        { resource: { google_service_account: { deployer: { account_id: "deployer" } } } },
        whoMayImpersonate,
      ),
      ofGoogle([EMAIL], "--service-account", EMAIL),
    ],
  ])("speaks for itself, and nothing is believed of it: %s", (_what, stack, context) => {
    expect(tried(stack, context).assumptions).toEqual([]);
  });

  it("speaks for itself: an identity", () => {
    const { clientId, principalId } = idsOf(read(identity()));
    const args = ["aks", "--tenant-id", TENANT, "--client-id", clientId];
    const id = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ci`;
    const declared = declaration({ audience: TOKEN_AUDIENCE, principal: principalId, adopted: [id] });
    const { assumptions, arrives } = tried(identity(), { args, declaration: declared });
    expect(assumptions).toEqual([]);
    expect(arrives(SUBJECT)).toBe(true);
    expect(arrives(OTHER)).toBe(false);
  });

  it("lets in whom it lets in: a role that is open to everybody stays open", () => {
    const { arrives } = tried(merged(account(), entry), ofAws([ROLE_ARN]));
    expect(arrives(OTHER)).toBe(true);
  });
});
