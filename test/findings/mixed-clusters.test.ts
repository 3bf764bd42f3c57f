import { mixedClusters } from "../../src/findings/rules/mixed-clusters";
import { SERVICES_ANNOTATION } from "../../src/trust-declaration";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** The tokens of a cluster's pods have one issuer. */
const declares = (...issuers: string[]) => ({
  [SERVICES_ANNOTATION]: JSON.stringify(
    issuers.map((issuer) => ({
      source: { cluster: "c", issuer, subject: "system:serviceaccount:ns:sa" },
      account: { name: "prod", cloud: "aws", id: "111122223333" },
      ...{ audience: "a", principal: "arn:aws:iam::111122223333:role/r", client: {}, grants: [], adopted: [] },
    })),
  ),
});
const metadata = (issuer: string): Args => ({ name: "a", namespace: "ns", annotations: declares(issuer) });
const WEST = "https://west.example";
const EURO = "https://euro.example";
const providers: Stack = {
  provider: {
    kubernetes: [
      { alias: "west", host: "https://w.example" },
      { alias: "euro", host: "https://e.example" },
    ],
  },
};
const inCluster = (type: string, name: string, provider: string | undefined, args: Args): Stack => ({
  resource: { [type]: { [name]: { ...(provider === undefined ? {} : { provider }), ...args } } },
});
const map = (issuer: string, provider?: string) =>
  inCluster("kubernetes_config_map_v1", "map", provider, { metadata: metadata(issuer) });
const account = (issuer: string, provider?: string) =>
  inCluster("kubernetes_service_account_v1", "account", provider, { metadata: metadata(issuer) });
const found = (...stacks: Stack[]) =>
  mixedClusters(read(merged(providers, ...stacks)), NOW).map(({ severity, place }) => `${severity} ${place}`);

it("objects for pods of one cluster, and of two in clusters of their own, are none", () => {
  expect(found(map(WEST, "kubernetes.west"), account(WEST, "kubernetes.west"))).toEqual([]);
  expect(found(map(WEST, "kubernetes.west"), account(EURO, "kubernetes.euro"))).toEqual([]);
});

it("objects of one cluster for pods of two are a fault at both", () => {
  const both = ["fault mesh: kubernetes_config_map_v1.map", "fault mesh: kubernetes_service_account_v1.account"];

  expect(found(map(WEST, "kubernetes.euro"), account(EURO, "kubernetes.euro"))).toEqual(both);
});

// Kubernetes documentation, "Configure Service Accounts for Pods": a pod's service account is of its own namespace, in its own cluster.
it("an object for pods whose service account is made in another cluster is a fault, and a gap where that is not known", () => {
  const own = inCluster("kubernetes_service_account_v1", "sa", "kubernetes.euro", {
    metadata: { name: "sa", namespace: "ns" },
  });
  const place = "mesh: kubernetes_config_map_v1.map";
  const context = merged(own, {
    provider: {
      kubernetes: [
        { alias: "west", config_context: "west" },
        { alias: "euro", host: "https://e.example" },
      ],
    },
  });

  expect(found(own, map(EURO, "kubernetes.west"))).toEqual([`fault ${place}`]);
  expect(found(context, map(EURO, "kubernetes.west"))).toEqual([`gap ${place}`]);
  expect(found(own, map(EURO, "kubernetes.euro"))).toEqual([]);
});

describe("clusters whose pods' service accounts have one name", () => {
  const PLACE = "mesh: kubernetes_config_map_v1";
  const mapOf = (name: string, issuer: string, provider: string) =>
    inCluster("kubernetes_config_map_v1", name, `kubernetes.${provider}`, { metadata: metadata(issuer) });
  const sa = (provider: string, annotations?: object) =>
    inCluster("kubernetes_service_account_v1", "sa", `kubernetes.${provider}`, {
      metadata: { name: "sa", namespace: "ns", annotations },
    });
  const both = merged(mapOf("west", WEST, "west"), mapOf("euro", EURO, "euro"));

  it("the account of one of them is none for the objects of the other", () => {
    expect(found(both, sa("euro", declares(EURO)))).toEqual([]);
  });

  it("an object that is not where its own account is made is a fault", () => {
    const third = [
      { alias: "west", host: "https://w.example" },
      { alias: "euro", host: "https://e.example" },
    ].concat({
      alias: "east",
      host: "https://x.example",
    });
    const elsewhere = merged(mapOf("west", WEST, "west"), mapOf("euro", EURO, "east"), {
      provider: { kubernetes: third },
    });

    expect(found(elsewhere, sa("euro", declares(EURO)))).toEqual([`fault ${PLACE}.euro`]);
    expect(found(both, sa("west", declares(EURO)))).toEqual([
      `fault ${PLACE}.euro`,
      `fault ${PLACE}.west`,
      "fault mesh: kubernetes_service_account_v1.sa",
    ]);
  });

  it("an account that does not tell whose it is is a gap", () => {
    expect(found(both, sa("euro"))).toEqual([`gap ${PLACE}.west`]);
  });
});

it("a manifest counts as one of the provider's own types", () => {
  const manifest = { apiVersion: "v1", kind: "ServiceAccount", metadata: metadata(EURO) };

  expect(
    found(map(WEST, "kubernetes.euro"), inCluster("kubernetes_manifest", "m", "kubernetes.euro", { manifest })),
  ).toHaveLength(2);
});

it("what a text in an object declares is of the place where others apply it", () => {
  const data = { pods: JSON.stringify({ metadata: metadata(WEST) }) };
  const hub = inCluster("kubernetes_config_map_v1", "hub", "kubernetes.euro", { metadata: { name: "hub" }, data });

  expect(found(hub, account(EURO, "kubernetes.euro"))).toEqual([]);
});
