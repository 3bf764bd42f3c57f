import { claimsOf, travel } from "../../../src/simulator";
import { no, yes } from "../support/answers";
import { identity, idsOf, ISSUER, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { declaration, declaring } from "../support/mesh";
import { merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/** The way into an AKS cluster: Entra. And into one that trusts the issuer itself, which is not played. */
const TARGET = {
  cluster: "corp",
  name: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp`,
};
const ids = idsOf(read(identity()));

function go(stack: Stack, args: readonly string[], sub = SUBJECT) {
  const world = read(merged(stack, declaring({ args, declaration: declaration({ target: TARGET }) })));
  const claims = claimsOf(ISSUER, sub, TOKEN_AUDIENCE, NOW);
  return travel(world, world.edges[0], { claims, signature: "good" }, NOW);
}
const args = (tenant = TENANT, client = ids.clientId) => ["aks", "--tenant-id", tenant, "--client-id", client];

describe("with a projected token", () => {
  it("leads to the identity's object id", () => {
    const { answers, user } = go(identity(), args());
    expect(answers.map(yes)).toEqual([
      { hop: "exchange", place: "mesh: azurerm_federated_identity_credential.one", argument: "subject" },
      { hop: "authentication", place: "mesh: azurerm_user_assigned_identity.ci" },
    ]);
    expect(user).toMatchObject({ name: ids.principalId, cloudName: { cloud: "azure", objectId: ids.principalId } });
  });

  it.each([
    ["another subject", args(), "system:serviceaccount:ns:other", "AADSTS700213"],
    ["the principal id for the client id", args(TENANT, ids.principalId), SUBJECT, "AADSTS700016"],
    ["another tenant", args("99999999-2222-3333-4444-555555555555"), SUBJECT, "AADSTS90002"],
    ["no tenant at all", ["aks", "--client-id", ids.clientId], SUBJECT, "AADSTS90002"],
  ])("ends at the exchange with %s", (_what, given, sub, code) => {
    const journey = go(identity(), given, sub);
    expect(journey.refusal?.hop).toBe("exchange");
    expect(journey.user).toBeUndefined();
    expect(journey.refusal && no(journey.refusal).code).toBe(code);
  });
});

describe("an API server that trusts the issuer itself", () => {
  it("lets nobody in here", () => {
    const journey = go(identity(), ["oidc", "--audience", "x"]);
    expect(journey.refusal?.hop).toBe("authentication");
    expect(journey.refusal?.code).toBe("401");
    expect(journey.refusal?.because.line).toContain("is not simulated");
  });
});

describe("a journey that arrives", () => {
  it("has no last hop", () => {
    expect(go(identity(), args()).refusal?.hop).toBeUndefined();
  });
});
