import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";
import { Explanation } from "../../src/rights";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { buildNineCells } from "../lab/support/services";
import { resourceIn } from "../rights/support/holders";

let mesh: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
});
afterAll(() => mesh.remove());

async function explain(...args: string[]) {
  let out = "";
  const terminal = { out: (text: string) => void (out += text), columns: 160 } as unknown as Terminal;
  const code = await readArguments(["explain", ...args], "1.2.3")(terminal, "1.2.3");
  return { code, out };
}
const read = async (...args: string[]) => JSON.parse((await explain(...args, "--json")).out) as Explanation;

it("tells each hop with the object that decides, the user, and the objects that give its rights", async () => {
  const { code, out } = await explain("west:velero/velero", "euro", mesh.path);

  expect(code).toBe(0);
  expect(out).toMatch(/^west:velero\/velero → euro\n/);
  for (const hop of ["exchange", "impersonation", "authentication"]) expect(out).toContain(`\n  ✓ ${hop}\n`);
  expect(out).toContain("      mesh: google_service_account_iam_member.");
  expect(out).toContain(
    "  reaches the cluster as velero-west@acme-euro.iam.gserviceaccount.com, in system:authenticated",
  );
  expect(out).toMatch(/ {2}may\n {6}view in backup\n {10}mesh: kubernetes_role_binding_v1\./);
});

it("tells the hop that refuses, the argument to change, and what the token holds", async () => {
  const path = mesh.broken("mesh", "refused", (document) => {
    const role = resourceIn(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy: string };
    role.assume_role_policy = role.assume_role_policy.replace("deploy:deployer", "deploy:deploy");
  });
  const told = await read("euro:deploy/deployer", "west", path);

  expect(told).toMatchObject({
    version: 1,
    reached: false,
    hops: [{ hop: "exchange", granted: false, code: "AccessDenied" }],
  });
  expect(told.change).toMatch(
    /^add to assume_role_policy of mesh: aws_iam_role\.[\w-]+ \(\S+cdk\.tf\.json:\d+\) the statement \{/,
  );
  expect(told.change).toContain("(simulated: it then gets in)");
  expect(told).toMatchObject({ changeVerified: true, changes: [{ argument: "assume_role_policy" }] });
  expect(told.change).toMatch(
    /; the token has iss https:\S+, sub system:serviceaccount:deploy:deployer and aud sts\.amazonaws\.com$/,
  );
  expect((await explain("euro:deploy/deployer", "west", path)).code).toBe(1);
});

it("tells a service account that no trust is of that it must be declared", async () => {
  const { reached, change, by } = await read("corp:deploy/other", "west", mesh.path);
  expect({ reached, by }).toEqual({ reached: false, by: "corp:deploy/deployer" });
  expect(change).toBe("no trust is of corp:deploy/other; declare it: mesh.allow(serviceAccount, west, access)");
});

it("proposes no value that an argument has already", async () => {
  const path = mesh.broken("mesh", "entry-elsewhere", (document) => {
    of(document, "aws_eks_access_entry", /euro_deploy_deployer/).region = "eu-central-1";
  });
  const { reached, change, changes, changeVerified } = await read("euro:deploy/deployer", "west", path);

  expect({ reached, changes, changeVerified }).toEqual({ reached: false, changes: [], changeVerified: false });
  expect(change).toContain("; no change of a single argument that lets it through was found; ");
});

it("looks for the tokens of a service account that no trust is of, and for no act of another's", async () => {
  const { audit } = await read("corp:deploy/other", "euro", mesh.path);

  expect(audit).toHaveLength(1);
  expect(audit[0].query).toContain('principalSubject:"system:serviceaccount:deploy:other"');
});

it("looks for the acts of a subject that gets in by another's document under its own principal", async () => {
  const path = mesh.broken("mesh", "no-condition", (document) => {
    of(document, "google_iam_workload_identity_pool_provider", /west/).attribute_condition = "true";
  });
  const { reached, by, audit } = await read("west:deploy/other", "euro", path);

  expect({ reached, by }).toEqual({ reached: true, by: "west:deploy/deployer" });
  expect(JSON.stringify(audit)).toContain("subject/system:serviceaccount:deploy:other");
  expect(JSON.stringify(audit)).not.toContain("deploy:deployer");
});

it.each<[string, string, string, RegExp[]]>([
  // AWS CloudTrail User Guide, "CloudTrail record contents"; EKS User Guide: the audit stream's name
  [
    "AWS",
    "corp:deploy/deployer",
    "west",
    [
      /AttributeValue=AssumeRoleWithWebIdentity/,
      /@logStream like "kube-apiserver-audit" \| filter user\.username = "trust-mesh:corp:deploy:deployer:deploy\.deployer"$/,
    ],
  ],
  // Google Cloud documentation: "Example logs for Workload Identity Federation"
  [
    "Google Cloud",
    "corp:deploy/deployer",
    "euro",
    [/SecurityTokenService\.ExchangeToken/, /protoPayload\.serviceName="k8s\.io"/],
  ],
  // Azure Monitor reference: the tables' names
  [
    "Azure",
    "euro:deploy/deployer",
    "corp",
    [/AADManagedIdentitySignInLogs.*ServicePrincipalId == "/, /^AKSAudit \| where _ResourceId =~ "\/subscriptions\//],
  ],
])("gives the queries of %s that show the subject's acts", async (_cloud, from, to, patterns) => {
  const { audit } = await read(from, to, mesh.path);
  for (const pattern of patterns) {
    expect(audit.map(({ query }) => query)).toContainEqual(expect.stringMatching(pattern));
  }
  for (const { needs } of audit) expect(needs).not.toBe("");
});

it.each<[string, string[], string]>([
  ["a target that is not there", ["corp:deploy/deployer", "north"], 'no edge leads into "north". The edges are: '],
  ["a subject that is none", ["corp", "west"], '"corp" is no service account of a source, CLUSTER:NAMESPACE/NAME'],
  ["a cluster that is no source", ["north:a/b", "west"], '"north:a/b" is no service account of a source'],
])("refuses %s", async (_what, args, message) => {
  await expect(explain(...args, mesh.path)).rejects.toThrow(message);
});

it("goes the way to the services of an account", async () => {
  const cells = new Synthesized(buildNineCells);
  try {
    const { code, out } = await explain("west:etl/loader", "account-aws", cells.path);
    expect(code).toBe(0);
    expect(out).toContain("\n  ✓ exchange\n      cells: aws_iam_role.");
    expect(out).toContain("  uses the account as arn:aws:iam::111122223333:role/");
    expect(out).toMatch(/ {6}s3:ListBucket on arn:aws:s3:::acme-reports\n {10}cells: aws_iam_role_policy\./);

    const other = await read("west:etl/other", "111122223333", cells.path);
    expect(other).toMatchObject({ reached: false, rights: [], hops: [{ hop: "exchange", code: "AccessDenied" }] });
    expect(other.change).toMatch(/^no trust is of west:etl\/other; declare it: /);
  } finally {
    cells.remove();
  }
});

type Broken = Record<string, unknown>;
const of = (document: Parameters<typeof resourceIn>[0], type: string, name: RegExp) =>
  resourceIn(document, type, name) as Broken & { oidc: Broken };

it.each<[string, string, string, (document: Parameters<typeof resourceIn>[0]) => void, string[]]>([
  [
    "a role's policy and its issuer's audiences",
    "euro:deploy/deployer",
    "west",
    (document) => {
      const role = of(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy?: unknown };
      role.assume_role_policy = String(role.assume_role_policy).replace("deploy:deployer", "deploy:deploy");
      of(document, "aws_iam_openid_connect_provider", /euro/).client_id_list = ["other"];
    },
    ["client_id_list", "assume_role_policy"],
  ],
  [
    "an access entry",
    "euro:deploy/deployer",
    "west",
    (document) => {
      const entry = of(document, "aws_eks_access_entry", /euro_deploy_deployer/);
      entry.principal_arn = `${String(entry.principal_arn)}x`;
    },
    ["principal_arn"],
  ],
  [
    "a provider's condition and audiences",
    "west:deploy/deployer",
    "euro",
    (document) => {
      const provider = of(document, "google_iam_workload_identity_pool_provider", /west/);
      provider.attribute_condition = "google.subject == 'nobody'";
      provider.oidc = { ...provider.oidc, allowed_audiences: ["other"] };
    },
    ["oidc.allowed_audiences", "attribute_condition"],
  ],
  [
    "a federated credential's issuer and audience",
    "west:deploy/deployer",
    "corp",
    (document) => {
      const credential = of(document, "azurerm_federated_identity_credential", /west_deploy_deployer/);
      Object.assign(credential, { issuer: "https://other.example.com", audience: ["other"] });
    },
    ["issuer", "audience"],
  ],
  [
    "a member of a service account",
    "west:velero/velero",
    "euro",
    (document) => {
      const member = of(document, "google_service_account_iam_member", /west_velero/);
      member.member = String(member.member).replace("velero:velero", "velero:other");
      // What was there before would be no change, once it is made.
      of(document, "google_service_account", /west_velero/).display_name = "velero";
    },
    ["member"],
  ],
  [
    "a policy that IAM does not store",
    "euro:deploy/deployer",
    "west",
    (document) => {
      const role = of(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy?: unknown };
      role.assume_role_policy = String(role.assume_role_policy).replace('"sts:AssumeRoleWithWebIdentity"', '"*"');
    },
    ["assume_role_policy"],
  ],
  [
    "a policy that denies",
    "euro:deploy/deployer",
    "west",
    (document) => {
      const role = of(document, "aws_iam_role", /euro_deploy_deployer/);
      const policy = JSON.parse(String(role.assume_role_policy)) as { Statement: unknown[] };
      const denial = { Effect: "Deny", Principal: { Federated: "*" }, Action: "sts:AssumeRoleWithWebIdentity" };
      const federated = (policy.Statement[0] as { Principal: unknown }).Principal;
      policy.Statement.push({ ...denial, Principal: federated });
      role.assume_role_policy = JSON.stringify(policy);
    },
    ["assume_role_policy"],
  ],
  [
    "a role's name",
    "euro:deploy/deployer",
    "west",
    (document) => {
      const role = of(document, "aws_iam_role", /euro_deploy_deployer/);
      Object.assign(role, { name: String(role.name).toUpperCase(), description: "renamed" });
    },
    ["name"],
  ],
  [
    "a provider's id and mapping",
    "west:deploy/deployer",
    "euro",
    (document) => {
      const provider = of(document, "google_iam_workload_identity_pool_provider", /west/);
      provider.workload_identity_pool_provider_id = `${String(provider.workload_identity_pool_provider_id)}-2`;
      Object.assign(provider, { attribute_mapping: { "google.subject": "assertion.email" }, display_name: "renamed" });
    },
    ["workload_identity_pool_provider_id", "attribute_mapping"],
  ],
])("verifies the change of %s by making it and asking again", async (what, from, to, change, expected) => {
  const path = mesh.broken("mesh", what.replace(/\W+/g, "-"), change);
  const { reached, changes = [], changeVerified } = await read(from, to, path);

  expect({ reached, changeVerified, changed: changes.map(({ argument }) => argument) }).toEqual({
    ...{ reached: false, changeVerified: true },
    changed: expected,
  });
  // WHEN they are really made THEN it gets in.
  const made = mesh.broken("mesh", `${what.replace(/\W+/g, "-")}-made`, (document) => {
    change(document);
    for (const { address, argument, value } of changes) {
      const [, type, name] = /^mesh: (\w+)\.(.+)$/.exec(address) ?? [];
      const [head, ...rest] = argument.split(".");
      const body = document.resource[type][name];
      body[head] = rest.length ? { ...(body[head] as object), [rest[0]]: value } : value;
    }
  });
  expect((await read(from, to, made)).reached).toBe(true);
});

it("tells what still refuses after the changes that it can make", async () => {
  const path = mesh.broken("mesh", "no-entry", (document) => {
    const role = of(document, "aws_iam_role", /euro_deploy_deployer/) as { assume_role_policy?: unknown };
    role.assume_role_policy = String(role.assume_role_policy).replace("deploy:deployer", "deploy:deploy");
    document.resource.aws_eks_access_entry = {};
  });
  const { change, changeVerified } = await read("euro:deploy/deployer", "west", path);

  expect(changeVerified).toBe(false);
  expect(change).toMatch(
    /^add to assume_role_policy of .*; after that authentication still refuses: no aws_eks_access_entry of /,
  );
});

describe("the services of an account", () => {
  let cells: Synthesized;
  beforeAll(() => {
    cells = new Synthesized(buildNineCells);
  });
  afterAll(() => cells.remove());

  // AWS CloudTrail User Guide: userIdentity; Google Cloud: "Example logs for Workload Identity Federation"; Azure Monitor: the tables.
  it.each<[string, RegExp[]]>([
    [
      "account-aws",
      [
        /EventName,AttributeValue=AssumeRoleWithWebIdentity .*system:serviceaccount:etl:loader/,
        /userIdentity\.sessionContext\.sessionIssuer\.arn = 'arn:aws:iam::111122223333:role\//,
      ],
    ],
    [
      "account-google",
      [
        /SecurityTokenService\.ExchangeToken.*principalSubject:"system:serviceaccount:etl:loader"/,
        /principalSubject="principal:\/\/iam\.googleapis\.com\//,
      ],
    ],
    [
      "account-azurerm",
      [
        /AADManagedIdentitySignInLogs/,
        /^StorageBlobLogs \| where RequesterObjectId == "/,
        /^AZKVAuditLogs /,
        /^AzureActivity \| where Caller == "/,
      ],
    ],
  ])("have queries for its acts: %s", async (to, patterns) => {
    const { audit } = await read("west:etl/loader", to, cells.path);
    for (const pattern of patterns) {
      expect(audit.map(({ query }) => query)).toContainEqual(expect.stringMatching(pattern));
    }
  });

  it("have a change that is verified", async () => {
    const path = cells.broken("cells", "condition", (document) => {
      const role = of(document, "aws_iam_role", /west_etl/) as { assume_role_policy?: unknown };
      role.assume_role_policy = String(role.assume_role_policy).replace("etl:loader", "etl:other");
    });
    const { changes, changeVerified, audit } = await read("west:etl/loader", "account-aws", path);

    expect({ changeVerified, changes }).toMatchObject({
      changeVerified: true,
      changes: [{ argument: "assume_role_policy" }],
    });
    expect(audit).not.toEqual([]);
  });
});
