import { App, TerraformOutput } from "cdktf";
import { AwsAccess, AwsTrust, GcpAccess, GcpTrust, PodWiring, SdkConfigMap } from "../../src";
import { ThreeClusters } from "./support/meshes";
import { named, statements } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";

jest.setTimeout(60_000);

const BEGUN = "2020-01-01T00:00:00Z";
const FAR = "2099-01-01T00:00:00Z";

/** A use of services in AWS, held by the role's trust policy, and one in Google Cloud, held by the member's condition. */
function write(app: App, validFrom: string, validUntil: string): void {
  const { stack, west, euro, corp } = new ThreeClusters(app, "cells");
  const from = corp.serviceAccount("etl", "loader");
  const times = { validFrom, validUntil };
  const trusts = [
    new AwsTrust(stack, "to-aws", { from, to: west.account, access: AwsAccess.readBucket("acme-reports"), ...times }),
    new GcpTrust(stack, "to-google", {
      from,
      to: euro.account,
      access: GcpAccess.readBucket("acme-exports"),
      ...times,
    }),
  ];
  const { kubernetesProvider } = corp;
  const sdkFiles = new SdkConfigMap(stack, "sdk", { namespace: "etl", trusts, kubernetesProvider });
  new TerraformOutput(stack, "services", { value: PodWiring.for(from, trusts, { sdkFiles }).toDeclaration() });
}

describe("a use of services with a beginning and an end", () => {
  let synthesized: Synthesized;
  afterEach(() => synthesized.remove());

  it("is tried now, a second before and a second after", async () => {
    synthesized = new Synthesized((app) => write(app, BEGUN, FAR));

    const all = await runLab([synthesized.path]);

    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    expect(all.filter(({ code }) => code === "own-identity")).toHaveLength(2);
    const outside = all.filter(({ code }) => code === "outside-its-time");
    // The role is not given; Google's STS knows no time, and the member's condition refuses each use.
    expect(outside.map(({ to, observed }) => [to, observed.kind])).toEqual([
      ["account-aws", "refused"],
      ["account-aws", "refused"],
      ["account-google", "none"],
      ["account-google", "none"],
    ]);
  });

  it("stays out once it has ended", async () => {
    synthesized = new Synthesized((app) => write(app, BEGUN, "2021-01-01T00:00:00Z"));

    const all = await runLab([synthesized.path]);

    expect(all.filter(({ verdict }) => verdict !== "as declared")).toEqual([]);
    expect(all.filter(({ category }) => category === "own").map(({ code }) => code)).toEqual([
      "suspended",
      "suspended",
    ]);
  });

  it.each<[string, RegExp, (document: Document) => void]>([
    [
      "account-aws",
      /aws_iam_role_policy\./,
      (d) =>
        statements(named(d, "aws_iam_role", /service-role/)[0], "assume_role_policy", ([statement]) => {
          const conditions = statement.Condition as Record<string, unknown>;
          delete conditions.DateLessThan;
        }),
    ],
    [
      "account-google",
      /google_storage_bucket_iam_member\./,
      (d) => {
        for (const member of named(d, "google_storage_bucket_iam_member", /./)) delete member.condition;
      },
    ],
  ])("is a surprise where the end is taken away in %s", async (account, address, breakIt) => {
    synthesized = new Synthesized((app) => write(app, BEGUN, FAR));
    const path = synthesized.broken("cells", account, breakIt);

    const all = await runLab([path], { edges: new RegExp(`→ ${account}$`) });

    const found = all.filter(({ code, verdict }) => code === "outside-its-time" && verdict === "surprise");
    expect(found.length).toBeGreaterThan(0);
    for (const { hop, decidedBy } of found) {
      expect([hop, decidedBy?.address]).toEqual(["authorization", expect.stringMatching(address) as unknown]);
    }
  });
});
