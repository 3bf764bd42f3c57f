import { TrialResult } from "../../src/lab";
import { Hop } from "../../src/simulator";
import { add, Args, named, referenceTo, replace, statements } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";
import { buildNineCells, KEY_ARN } from "./support/services";

/** A use of services that is broken on purpose turns the lab red, at the hop and with the address of what is to be mended. */
jest.setTimeout(60_000);

let good: Synthesized;
beforeAll(() => {
  good = new Synthesized(buildNineCells);
});
afterAll(() => good.remove());

type Mutation = readonly [what: string, hop: Hop, address: RegExp, breakIt: (document: Document) => void];

const ROLE = /service-role_west_etl_loader/;
const POLICY = /permissions_service-role_west_etl_loader/;
const policy = (document: Document, change: (all: Args[]) => void) =>
  statements(named(document, "aws_iam_role_policy", POLICY)[0], "policy", change);
const trust = (document: Document, change: (all: Args[]) => void) =>
  statements(named(document, "aws_iam_role", ROLE)[0], "assume_role_policy", change);
const allow = (Action: unknown, Resource: unknown) => ({ Effect: "Allow", Action, Resource });
const about = (all: Args[], action: string) =>
  all.find(({ Action }) => ([Action].flat() as string[]).includes(action)) ?? {};
const roleOfWest = (document: Document) => referenceTo(document, "aws_iam_role", ROLE, "name");
const ANY_POLICY = /aws_iam_role_policy\./;

const AWS: Mutation[] = [
  ["every bucket", "authorization", ANY_POLICY, (d) => policy(d, (all) => all.push(allow("s3:GetObject", "*")))],
  [
    "every bucket of the same beginning",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => (about(all, "s3:GetObject").Resource = ["arn:aws:s3:::acme-reports*/*"])),
  ],
  [
    "every action on the bucket",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => (about(all, "s3:GetObject").Action = ["s3:*"])),
  ],
  [
    "another bucket in place of its own",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => (about(all, "s3:GetObject").Resource = ["arn:aws:s3:::acme-other/*"])),
  ],
  [
    "the listing on the objects",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => (about(all, "s3:ListBucket").Resource = ["arn:aws:s3:::acme-reports/*"])),
  ],
  [
    "a secret without its six characters",
    "authorization",
    ANY_POLICY,
    (d) =>
      policy(
        d,
        (all) =>
          (about(all, "secretsmanager:GetSecretValue").Resource = [
            "arn:aws:secretsmanager:us-west-2:111122223333:secret:database",
          ]),
      ),
  ],
  [
    "a secret in another region",
    "authorization",
    ANY_POLICY,
    (d) =>
      policy(d, (all) => replace(about(all, "secretsmanager:GetSecretValue"), "Resource", "us-west-2", "eu-west-1")),
  ],
  [
    "grants of the key",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => all.push(allow("kms:CreateGrant", KEY_ARN))),
  ],
  [
    "a missing statement on the key",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => (about(all, "kms:Decrypt").Action = ["kms:DescribeKey"])),
  ],
  [
    "a deny",
    "authorization",
    ANY_POLICY,
    (d) => policy(d, (all) => all.push({ Effect: "Deny", Action: "s3:*", Resource: "*" })),
  ],
  [
    "a managed policy beside its own",
    "authorization",
    /aws_iam_role_policy_attachment\.added/,
    (d) =>
      add(d, "aws_iam_role_policy_attachment", {
        role: roleOfWest(d),
        policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        provider: "aws",
      }),
  ],
  [
    "a boundary that leaves secrets out",
    "authorization",
    /aws_iam_role\./,
    (d) => {
      const document = JSON.stringify({ Version: "2012-10-17", Statement: [allow(["s3:*", "kms:*"], "*")] });
      add(d, "aws_iam_policy", { name: "boundary", policy: document, provider: "aws" });
      named(d, "aws_iam_role", ROLE)[0].permissions_boundary = "${aws_iam_policy.added.arn}";
    },
  ],
  [
    "a bucket policy that lets the role in elsewhere",
    "authorization",
    /aws_s3_bucket_policy\.added/,
    (d) =>
      add(d, "aws_s3_bucket_policy", {
        bucket: "acme-payroll",
        provider: "aws",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              ...allow("s3:GetObject", "arn:aws:s3:::acme-payroll/*"),
              Principal: { AWS: referenceTo(d, "aws_iam_role", ROLE, "arn") },
            },
          ],
        }),
      }),
  ],
  [
    "a bucket policy that denies",
    "authorization",
    /aws_s3_bucket_policy\.added/,
    (d) =>
      add(d, "aws_s3_bucket_policy", {
        bucket: "acme-reports",
        provider: "aws",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Effect: "Deny", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-reports/*" },
          ],
        }),
      }),
  ],
  [
    "a trust policy for the namespace",
    "exchange",
    /aws_iam_role\./,
    (d) =>
      trust(d, ([one]) => {
        const { StringEquals } = one.Condition as Record<string, Record<string, string>>;
        const sub = Object.keys(StringEquals).find((key) => key.endsWith(":sub")) ?? "";
        const aud = Object.fromEntries(Object.entries(StringEquals).filter(([key]) => key !== sub));
        one.Condition = { StringEquals: aud, StringLike: { [sub]: "system:serviceaccount:etl:*" } };
      }),
  ],
  [
    "a trust policy without the audience, and a provider with two",
    "exchange",
    /aws_iam_role\.|openid/,
    (d) => {
      for (const one of named(d, "aws_iam_openid_connect_provider", /issuer-west/)) {
        (one.client_id_list as string[]).push("api://AzureADTokenExchange");
      }
      trust(d, ([one]) => {
        const { StringEquals } = one.Condition as Record<string, Record<string, string>>;
        for (const key of Object.keys(StringEquals)) if (key.endsWith(":aud")) delete StringEquals[key];
      });
    },
  ],
];

const MEMBER = /member_west_etl_loader_bucket_0a3593a47a32/;
const bucket = (d: Document) => named(d, "google_storage_bucket_iam_member", MEMBER)[0];
const GOOGLE: Mutation[] = [
  [
    "a role that also writes",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => replace(bucket(d), "role", "objectViewer", "objectAdmin"),
  ],
  [
    "the bucket's metadata alone",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => replace(bucket(d), "role", "objectViewer", "legacyBucketReader"),
  ],
  [
    "another bucket",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => replace(bucket(d), "bucket", "acme-exports", "acme-payroll"),
  ],
  [
    "a condition that has ended",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => (bucket(d).condition = { title: "time", expression: 'request.time < timestamp("2020-01-01T00:00:00Z")' }),
  ],
  [
    "a prefix that is too short",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) =>
      replace(
        named(d, "google_storage_bucket_iam_member", /member_west_etl_loader_bucket_e3830854e6a3/)[0],
        "condition",
        "objects/west/",
        "objects/west",
      ),
  ],
  [
    "a member of another service account",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => replace(bucket(d), "member", "etl:loader", "etl:other"),
  ],
  [
    "every member of the pool",
    "authorization",
    /google_storage_bucket_iam_member\./,
    (d) => replace(bucket(d), "member", /^principal:(.*)\/subject\/.*$/, `principalSet:${POOL}/*`),
  ],
  [
    "the role on the project",
    "authorization",
    /google_project_iam_member\.added/,
    (d) =>
      add(d, "google_project_iam_member", {
        project: "acme-euro",
        role: "roles/storage.objectViewer",
        member: bucket(d).member,
        provider: "google",
      }),
  ],
  [
    "the next secret",
    "authorization",
    /google_secret_manager_secret_iam_binding\.added/,
    (d) =>
      add(d, "google_secret_manager_secret_iam_binding", {
        project: "acme-euro",
        secret_id: "root-password",
        role: "roles/secretmanager.secretAccessor",
        members: [bucket(d).member],
        provider: "google",
      }),
  ],
  [
    "a secret that may only be looked at",
    "authorization",
    /google_secret_manager_secret_iam_member\./,
    (d) => replace(named(d, "google_secret_manager_secret_iam_member", /west/)[0], "role", "secretAccessor", "viewer"),
  ],
  [
    "a provider's condition for the namespace",
    "exchange",
    /google_iam_workload_identity_pool_provider\./,
    (d) =>
      (named(d, "google_iam_workload_identity_pool_provider", /pool-west/)[0].attribute_condition =
        "assertion.sub.startsWith('system:serviceaccount:etl:')"),
  ],
];
const POOL = "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/from-west-19f4c684";

const assignment = (d: Document, role: string) =>
  named(d, "azurerm_role_assignment", /services_west_etl_loader/).find(({ role_definition_id: id }) =>
    String(id).endsWith(role),
  ) ?? {};
const [READER, SECRETS_USER] = ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "4633458b-17de-408a-b874-0445c86b69e6"];
const AZURE: Mutation[] = [
  [
    "a role that also writes blobs",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => replace(assignment(d, READER), "role_definition_id", READER, "ba92f5b4-2d11-453d-a403-e96b0029c9fe"),
  ],
  [
    "Owner, which reads no blob",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => replace(assignment(d, READER), "role_definition_id", READER, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"),
  ],
  [
    "the resource group as scope",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => replace(assignment(d, READER), "scope", /\/providers\/.*$/, ""),
  ],
  [
    "a single container as scope",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => replace(assignment(d, READER), "scope", /$/, "/blobServices/default/containers/reports"),
  ],
  [
    "another vault",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => replace(assignment(d, SECRETS_USER), "scope", "acme-vault", "acme-payroll"),
  ],
  [
    "the secrets of an officer",
    "authorization",
    /azurerm_role_assignment\./,
    (d) =>
      replace(assignment(d, SECRETS_USER), "role_definition_id", SECRETS_USER, "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"),
  ],
  [
    "a vault in which access policies decide",
    "authorization",
    /azurerm_key_vault\.added/,
    (d) =>
      add(d, "azurerm_key_vault", {
        name: "acme-vault",
        resource_group_name: "core",
        rbac_authorization_enabled: false,
        provider: "azurerm",
      }),
  ],
  [
    "another principal",
    "authorization",
    /azurerm_role_assignment\./,
    (d) => (assignment(d, SECRETS_USER).principal_id = "99999999-1111-2222-3333-444444444444"),
  ],
  [
    "a credential of another audience",
    "exchange",
    /azurerm_federated_identity_credential\./,
    (d) => (named(d, "azurerm_federated_identity_credential", /services_west/)[0].audience = ["sts.amazonaws.com"]),
  ],
  [
    "a credential of another service account",
    "exchange",
    /azurerm_federated_identity_credential\./,
    (d) =>
      replace(named(d, "azurerm_federated_identity_credential", /services_west/)[0], "subject", "loader", "loader2"),
  ],
];

describe.each([
  ["AWS", "aws", AWS],
  ["Google Cloud", "google", GOOGLE],
  ["Azure", "azurerm", AZURE],
] as const)("a use of services that is broken in %s", (_cloud, account, mutations) => {
  it.each(mutations)("turns red for %s", async (what, hop, address, breakIt) => {
    const path = good.broken("cells", `${account} ${what}`, breakIt);

    const results = await runLab([path], { edges: new RegExp(`^west:etl/loader → account-${account}$`) });

    expect(results.filter(({ verdict }) => verdict === "surprise").map(told)).toContainEqual({
      hop,
      address: expect.stringMatching(address) as unknown,
      where: expect.stringMatching(/cdk\.tf\.json:\d+$/) as unknown,
    });
  });
});

function told({ hop, decidedBy }: TrialResult) {
  return { hop, address: decidedBy?.address, where: decidedBy?.where };
}
