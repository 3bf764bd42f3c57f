import { readWorld, ServiceEdge, sourceName, World } from "../../../src/simulator";
import { buildNineCells, KEY_ARN, STORAGE, VAULT } from "../../lab/support/services";
import { Synthesized } from "../../lab/support/run-lab";
import { ACCOUNT_ID, GKE_ISSUER, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";

describe("services that a configuration declares", () => {
  let synthesized: Synthesized;
  let world: World;
  beforeAll(() => {
    synthesized = new Synthesized(buildNineCells);
    world = readWorld([synthesized.path]);
  });
  afterAll(() => synthesized.remove());

  const edge = (from: string, to: string): ServiceEdge => {
    const found = world.services.filter(({ declaration }) => sourceName(declaration).startsWith(`${from}:`));
    return found.find(({ service }) => service.account.cloud === to)!;
  };

  it("are one edge each, though a ConfigMap, a pod's template and an output say the same", () => {
    const names = world.services.map(
      ({ declaration, service }) => `${sourceName(declaration)} ${service.account.cloud}`,
    );

    expect([...names].sort()).toEqual(
      ["corp", "euro", "west"].flatMap((cluster) =>
        ["aws", "azure", "google"].map((cloud) => `${cluster}:etl/loader ${cloud}`),
      ),
    );
    expect(world.edges).toEqual([]);
  });

  it("tell AWS's exact actions on exact resources", () => {
    expect(edge("corp", "aws").service).toMatchObject({
      account: { cloud: "aws", id: ACCOUNT_ID },
      audience: "sts.amazonaws.com",
      grants: [
        { actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::acme-reports"] },
        { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme-reports/*"] },
        {
          actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
          resources: [`arn:aws:secretsmanager:us-west-2:${ACCOUNT_ID}:secret:database-??????`],
        },
        { resources: [KEY_ARN] },
      ],
    });
  });

  it("tell Google's roles on full resource names, and the beginning of names", () => {
    const { service } = edge("euro", "google");

    expect(service.principal).toMatch(/^principal:\/\/iam\..*\/subject\/system:serviceaccount:etl:loader$/);
    expect(service).toMatchObject({
      source: { issuer: GKE_ISSUER },
      account: { cloud: "google", id: "acme-euro" },
      grants: [
        { role: "roles/storage.objectViewer", resources: ["//storage.googleapis.com/projects/_/buckets/acme-exports"] },
        {
          role: "roles/secretmanager.secretAccessor",
          resources: ["//secretmanager.googleapis.com/projects/acme-euro/secrets/database-password"],
        },
        {
          role: "roles/storage.objectCreator",
          resources: ["//storage.googleapis.com/projects/_/buckets/acme-drop"],
          prefix: "euro/",
        },
      ],
    });
  });

  it("tell Azure's roles by id on scopes, and the identity's client id", () => {
    const { service } = edge("west", "azure");

    expect(service).toMatchObject({
      account: { cloud: "azure", id: SUBSCRIPTION_ID },
      client: { "tenant-id": TENANT_ID },
      grants: [
        { role: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", resources: [STORAGE] },
        { role: "4633458b-17de-408a-b874-0445c86b69e6", resources: [VAULT] },
      ],
    });
    expect(service.client["client-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("are one edge where a service account declares a webhook and a pod's wiring the same trust", () => {
    const folder = synthesized.broken("cells", "webhook", ({ resource }) => {
      const [, map] = Object.entries(resource.kubernetes_config_map_v1).find(([name]) => name.startsWith("west-sdk"))!;
      const { annotations } = map.metadata as { annotations: Record<string, string> };
      const declared = annotations["cdktf-trust-mesh/services"].replaceAll('"grants":', '"byWebhook": true, "grants":');
      resource.kubernetes_service_account_v1 = {
        account: {
          provider: map.provider,
          metadata: {
            name: "loader",
            namespace: "etl",
            annotations: { "cdktf-trust-mesh/services": declared, own: "1" },
          },
        },
      };
    });
    const { services } = readWorld([folder]);
    const ofWest = services.filter(({ declaration }) => sourceName(declaration).startsWith("west:"));

    expect(services).toHaveLength(9);
    expect(ofWest.map(({ webhook }) => [webhook?.annotations.own, webhook?.resource?.address])).toEqual(
      Array.from({ length: 3 }, () => ["1", "kubernetes_service_account_v1.account"]),
    );
  });

  it("are refused where two places promise different things by one identity", () => {
    const folder = synthesized.broken("cells", "another promise", ({ output }) => {
      output["west-services"].value = output["west-services"].value.replace("acme-reports", "acme-other");
    });

    expect(() => readWorld([folder])).toThrow(
      /promises other things to system:serviceaccount:etl:loader in account-aws than .* does. Synthesize the older one again/,
    );
  });

  it("are refused where one cannot be read", () => {
    const folder = synthesized.broken("cells", "no grants", ({ output }) => {
      output["west-services"].value = output["west-services"].value.replace(/"grants"/g, '"granted"');
    });

    expect(() => readWorld([folder])).toThrow(/output.west-services.*cdktf-trust-mesh\/services has no grants/);
  });

  it.each([
    ["names neither actions nor a role", (grants: string) => grants.replace(/"role"/, '"roles"'), "role"],
    ["names an empty resource", (grants: string) => grants.replace(/("resources": \[\s*)"[^"]*"/, '$1""'), "resources"],
  ])("are refused where a grant %s, which would be any", (what, change, field) => {
    const folder = synthesized.broken("cells", what, ({ output }) => {
      const { value } = output["west-services"];
      output["west-services"].value = change(value);
      expect(output["west-services"].value).not.toBe(value);
    });

    expect(() => readWorld([folder])).toThrow(new RegExp(`services has no grants\\[0\\]\\.${field}\\.`));
  });
});
