import { Change, differenceOf, rightsIn, rightWords } from "../../src/rights";
import { placeOf, readWorld } from "../../src/simulator";
import { Document, Synthesized } from "../lab/support/run-lab";
import { buildNineCells, STORAGE, VAULT } from "../lab/support/services";
import { lines, NOW, resourceIn } from "./support/holders";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildNineCells);
});
afterAll(() => mesh.remove());

const line = (paths: string[], start: string) => lines(paths).find((one) => one.startsWith(start));
const words = ({ from, to, rights, isEntry }: Change) =>
  `${from.name} → ${to.label}: ${[...rights.map(rightWords), ...(isEntry ? ["gets in"] : [])].join("; ")}`;

/** What a change adds and removes, from the mesh or from a first change. */
function difference(change: (document: Document) => void, first?: (document: Document) => void) {
  const name = `${expect.getState().currentTestName}`.replace(/\W+/g, "-").slice(-80);
  const before = first ? mesh.broken("cells", `${name}-first`, first) : mesh.path;
  const after = mesh.broken("cells", name, (document) => {
    first?.(document);
    change(document);
  });
  const [old, current] = [before, after].map((path) => rightsIn(readWorld([path]), NOW));
  const { added, removed, gaps } = differenceOf(old, current);
  return { added: added.map(words), removed: removed.map(words), gaps: gaps.map(({ code }) => code) };
}

/** The policy of west's loader in AWS. */
const policy = (document: Document) => resourceIn(document, "aws_iam_role_policy", /west_etl/) as { policy: string };
const replaced = (from: string, to: string) => (document: Document) =>
  void (policy(document).policy = policy(document).policy.replace(from, to));
const roleArn = (document: Document) =>
  `\${aws_iam_role.${Object.keys(document.resource.aws_iam_role).find((name) => /west_etl/.test(name))}.arn}`;
const member = ({ resource }: Document, bucket = "acme-exports") =>
  Object.entries(resource.google_storage_bucket_iam_member).find(
    ([name, one]) => /west_etl/.test(name) && one.bucket === bucket,
  )?.[1] as Record<string, unknown>;
const assignment = (document: Document, scope: string) =>
  Object.values(document.resource.azurerm_role_assignment).find((one) => one.scope === scope) as Record<
    string,
    unknown
  >;

describe("rights in the services of accounts", () => {
  it("are those that are declared, and nothing else", () => {
    const all = lines([mesh.path]);

    expect(all).toHaveLength(9);
    expect(all.join("\n")).not.toContain("!");
    expect(line([mesh.path], "west:etl/loader → account-aws")).toContain(
      "s3:GetObject on arn:aws:s3:::acme-reports/*; s3:ListBucket on arn:aws:s3:::acme-reports; ",
    );
    expect(line([mesh.path], "west:etl/loader → account-google")).toContain(
      'roles/storage.objectCreator on //storage.googleapis.com/projects/_/buckets/acme-drop if resource.name.startsWith("projects/_/buckets/acme-drop/objects/west/")',
    );
    expect(line([mesh.path], "west:etl/loader → account-azurerm")).toContain(`Key Vault Secrets User on ${VAULT}`);
  });

  it("name the identity, the account and the objects that decide", () => {
    const { holders } = rightsIn(readWorld([mesh.path]), NOW);
    const found = holders.find(({ from, to }) => from.name === "corp:etl/loader" && to.label === "account-aws");

    expect(found?.to).toEqual({
      ...{ kind: "account", label: "account-aws", name: "111122223333", cloud: "AWS", account: "111122223333" },
    });
    expect(found?.principal).toMatch(/^arn:aws:iam::111122223333:role\//);
    expect(found?.steps.map(({ hop }) => hop)).toEqual(["exchange"]);
    const places = found?.rights.map(({ because: { resource } }) => resource && placeOf(resource));
    expect(new Set(places)).toEqual(new Set([expect.stringMatching(/^cells: aws_iam_role_policy\./)]));
  });

  it("tell a declared access that no object gives", () => {
    const path = mesh.broken("cells", "not given", (document) => void (member(document).bucket = "other"));

    expect(line([path], "west:etl/loader → account-google")).toMatch(
      /; ! roles\/storage.objectViewer on \S+\/other; missing roles\/storage.objectViewer$/,
    );
  });
});

describe("a change of rights in services", () => {
  it.each<[string, (document: Document) => void, RegExp]>([
    ["another bucket", replaced("acme-reports/*", "acme-*"), /account-aws: s3:GetObject on arn:aws:s3:::acme-\*$/],
    ["more actions", replaced("s3:GetObject", "s3:*"), /account-aws: s3:\* on arn:aws:s3:::acme-reports\/\*$/],
    [
      "a policy of a bucket",
      (document) => {
        const { provider } = policy(document) as { provider?: string };
        const statement = {
          ...{ Effect: "Allow", Principal: { AWS: roleArn(document) }, Action: "s3:PutObject" },
          Resource: "arn:aws:s3:::other/*",
        };
        const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        document.resource.aws_s3_bucket_policy = { other: { bucket: "other", policy: text, provider } };
      },
      /account-aws: s3:PutObject on arn:aws:s3:::other\/\*$/,
    ],
    [
      "a managed policy",
      (document) => {
        const { role, provider } = policy(document) as unknown as Record<string, string>;
        const policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
        document.resource.aws_iam_role_policy_attachment = { all: { role, policy_arn, provider } };
      },
      /account-aws: AmazonS3FullAccess$/,
    ],
    [
      "a role on another bucket",
      (document) =>
        void (document.resource.google_storage_bucket_iam_member.other = { ...member(document), bucket: "other" }),
      /account-google: roles\/storage.objectViewer on \/\/storage.googleapis.com\/projects\/_\/buckets\/other$/,
    ],
    [
      "another role",
      (document) => void (member(document).role = "roles/storage.objectAdmin"),
      /account-google: roles\/storage.objectAdmin on/,
    ],
    [
      "no condition",
      (document) => delete member(document, "acme-drop").condition,
      /account-google: roles\/storage.objectCreator on \/\/storage.googleapis.com\/projects\/_\/buckets\/acme-drop$/,
    ],
    [
      "a wider scope",
      (document) => void (assignment(document, STORAGE).scope = STORAGE.split("/providers/")[0]),
      /account-azurerm: Storage Blob Data Reader on \/subscriptions\/[^/]+\/resourceGroups\/core$/,
    ],
    [
      "another Azure role",
      (document) => {
        const one = assignment(document, STORAGE);
        one.role_definition_id = String(one.role_definition_id).replace(
          /[^/]+$/,
          "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        );
      },
      /account-azurerm: Storage Blob Data Contributor on/,
    ],
  ])("is %s", (_what, change, told) => {
    const { added } = difference(change);

    expect(added).toEqual([expect.stringMatching(told)]);
  });

  it("is only a loss where less is left", () => {
    expect(difference(replaced("acme-reports/*", "acme-reports/2027/*"))).toEqual({
      ...{ added: [], gaps: [] },
      removed: ["west:etl/loader → account-aws: s3:GetObject on arn:aws:s3:::acme-reports/*"],
    });
  });

  it("is a denial that goes", () => {
    const denial = (Action: string) => (document: Document) => {
      const statement = { Effect: "Deny", Action, Resource: "*" };
      const text = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      document.resource.aws_iam_role_policy.denied = { ...policy(document), name: "denied", policy: text };
    };
    const { added } = difference(denial("s3:Nothing"), denial("s3:GetObject"));

    expect(added.join()).toContain("s3:GetObject on arn:aws:s3:::acme-reports/*");
  });

  it("is not known where the policy of a bucket is not", () => {
    const change = (document: Document) => {
      const { provider } = policy(document) as { provider?: string };
      document.resource.aws_s3_bucket_policy = { other: { bucket: "other", policy: "${var.policy}", provider } };
      (document as unknown as Record<string, unknown>).variable = { policy: { type: "string" } };
    };

    expect(difference(change)).toEqual({ added: [], removed: [], gaps: Array(3).fill("unseen-grant") });
  });

  it("is a vault that role assignments decide in from then on", () => {
    const vault = (rbac: boolean) => (document: Document) => {
      const provider = "azurerm";
      document.resource.azurerm_key_vault = {
        acme: {
          id: VAULT,
          name: "acme-vault",
          resource_group_name: "core",
          rbac_authorization_enabled: rbac,
          provider,
        },
      };
      for (const one of Object.values(document.resource.azurerm_role_assignment)) {
        if (one.scope === VAULT) one.scope = VAULT.split("/providers/")[0];
      }
    };
    const { added } = difference(vault(true), vault(false));

    expect(added.filter((one) => one.includes("Key Vault Secrets User"))).toHaveLength(3);
  });

  it("is another subject that is trusted, with the identity's rights", () => {
    const { added } = difference((document) => {
      const role = resourceIn(document, "aws_iam_role", /west_etl/) as { assume_role_policy: string };
      const own = '"system:serviceaccount:etl:loader"';
      role.assume_role_policy = role.assume_role_policy.replace(own, `[${own},"system:serviceaccount:evil:evil"]`);
    });

    expect(added).toEqual([expect.stringMatching(/^west:evil\/evil → account-aws: .*s3:GetObject.*gets in$/)]);
  });
});
