import { travel } from "../../../src/simulator";
import { account, ISSUER } from "../support/aws";
import { AZURE } from "../support/azure";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT, tokenOf } from "../support/tokens";

/** An AKS cluster as a source. Azure Kubernetes Service documentation: "Use the OIDC issuer". */
const cluster = (args: Args): Stack => ({
  provider: AZURE,
  resource: {
    azurerm_kubernetes_cluster: { hub: { name: "hub", resource_group_name: "rg", location: "westeurope", ...args } },
  },
});
const issuerOf = (stack: Stack) =>
  String(read(stack).configuration.resources("azurerm_kubernetes_cluster")[0].attribute("oidc_issuer_url"));

function refusal(args: Args, source: readonly string[] = []) {
  const stack = cluster(args);
  const issuer = issuerOf(stack);
  const edge = { args: [...EKS_ARGS, ...source], declaration: declaration({ source: { issuer } }) };
  const world = read(merged(account(), stack, declaring(edge)));
  return travel(world, world.edges[0], tokenOf(issuer, "client-a", { sub: SUBJECT }), NOW).refusal;
}

describe("an AKS cluster as a source", () => {
  it.each([{}, { oidc_issuer_enabled: false }])("gives no token without its issuer: %j", (args) => {
    expect(refusal(args)).toMatchObject({
      hop: "source",
      code: "no token",
      message: "the cluster publishes no issuer",
      because: { argument: "oidc_issuer_enabled", resource: { address: "azurerm_kubernetes_cluster.hub" } },
    });
  });

  it("gives none by its webhook where workload identity is off", () => {
    const webhook = ["--source", "azure-workload-identity"];
    expect(refusal({ oidc_issuer_enabled: true }, webhook)).toMatchObject({
      code: "no token",
      message: "the cluster has no webhook that projects the token",
      because: { argument: "workload_identity_enabled" },
    });
    expect(refusal({ oidc_issuer_enabled: true, workload_identity_enabled: true }, webhook)?.hop).toBe("exchange");
  });

  it("gives one where its issuer is on", () => {
    expect(refusal({ oidc_issuer_enabled: true })?.hop).toBe("exchange");
  });
});

describe("another cluster", () => {
  it("is not asked", () => {
    const stack = merged(account(), cluster({}), declaring({ args: EKS_ARGS, declaration: declaration() }));
    const world = read(stack);
    expect(travel(world, world.edges[0], tokenOf(ISSUER, "client-a", { sub: SUBJECT }), NOW).refusal?.hop).not.toBe(
      "source",
    );
  });
});
