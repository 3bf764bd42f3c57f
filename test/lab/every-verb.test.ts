import { judge } from "../../bench/mutator/judge";
import { AwsAccess, AzureAccess, GcpAccess, GcpResource } from "../../src";
import { SUBSCRIPTION_ID } from "../support/clouds";
import { add, Args, only, replace, statements } from "./support/mutate";
import { Document, Synthesized } from "./support/run-lab";
import { AnyAccess, oneEdge } from "./support/one-edge";

/**
 * Every verb that an access offers is decided: it is as declared, and what takes it away, or widens it to a neighbour, another verb,
 * another account or another region, is a fault of the object that was changed.
 */
jest.setTimeout(60_000);

const verbsOf = <T extends object>(verbs: T) => Object.keys(verbs) as (keyof T & string)[];
type Verbs<Access> = Record<Exclude<keyof Access, "prototype">, AnyAccess>;
const HERE = { region: "us-west-2" };
const AWS = {
  listBuckets: AwsAccess.listBuckets(),
  readBucket: AwsAccess.readBucket("acme-reports"),
  writeBucket: AwsAccess.writeBucket("acme-reports", "2027/my reports/"),
  deleteFromBucket: AwsAccess.deleteFromBucket("acme-reports", "tmp/"),
  readSecret: AwsAccess.readSecret("database", HERE),
  readParameter: AwsAccess.readParameter("/app/db", HERE),
  useKey: AwsAccess.useKey("1234abcd-12ab-34cd-56ef-1234567890ab", HERE),
  sendToQueue: AwsAccess.sendToQueue("orders.fifo", HERE),
  receiveFromQueue: AwsAccess.receiveFromQueue("orders", HERE),
  publishToTopic: AwsAccess.publishToTopic("events", HERE),
  managedPolicy: AwsAccess.managedPolicy("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
  statements: AwsAccess.statements({
    actions: ["dynamodb:GetItem"],
    resources: ["arn:aws:dynamodb:us-west-2:111122223333:table/orders"],
  }),
} satisfies Verbs<typeof AwsAccess>;

const RING = "projects/acme-euro/locations/europe-west4/keyRings/ring";
const GCP = {
  role: GcpAccess.role("roles/bigquery.jobUser", GcpResource.project()),
  readBucket: GcpAccess.readBucket("acme-exports"),
  writeBucket: GcpAccess.writeBucket("acme-exports", "2027/my exports/"),
  readSecret: GcpAccess.readSecret("password"),
  useKey: GcpAccess.useKey(`${RING}/cryptoKeys/key`),
  publishToTopic: GcpAccess.publishToTopic("orders"),
  receiveFromSubscription: GcpAccess.receiveFromSubscription("orders-loader"),
  readDataset: GcpAccess.readDataset("sales"),
} satisfies Verbs<typeof GcpAccess>;

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core`;
const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts/acmereports`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme-vault`;
const BUS = `${GROUP}/providers/Microsoft.ServiceBus/namespaces/acme-bus`;
const AZURE = {
  role: AzureAccess.role("Key Vault Certificate User", VAULT),
  readBlobs: AzureAccess.readBlobs(`${STORAGE}/blobServices/default/containers/reports`),
  writeBlobs: AzureAccess.writeBlobs(STORAGE),
  readSecrets: AzureAccess.readSecrets(`${VAULT}/secrets/database`),
  useKeys: AzureAccess.useKeys(`${VAULT}/keys/orders`),
  sendToQueue: AzureAccess.sendToQueue(`${STORAGE}/queueServices/default/queues/orders`),
  receiveFromQueue: AzureAccess.receiveFromQueue(STORAGE),
  sendToServiceBus: AzureAccess.sendToServiceBus(`${BUS}/topics/orders`),
  receiveFromServiceBus: AzureAccess.receiveFromServiceBus(`${BUS}/topics/orders/subscriptions/loader`),
} satisfies Verbs<typeof AzureAccess>;

type Mutation = readonly [what: string, address: RegExp, change: (document: Document) => void];

const POLICY = "aws_iam_role_policy";
const ofPolicy = (what: string, change: (statement: Args) => void): Mutation => [
  what,
  /aws_iam_role_policy\./,
  (document) => statements(only(document, POLICY), "policy", (all) => all.forEach(change)),
];
const each = (statement: Args, change: (arn: string) => string) => {
  statement.Resource = [statement.Resource].flat().map((one) => change(String(one)));
};
const nothingElse = (document: Document, type: string) => delete document.resource[type];
const AWS_MUTATIONS: readonly Mutation[] = [
  ["nothing", /./, (document) => nothingElse(document, POLICY)],
  ofPolicy("its beginning", (one) => each(one, (arn) => arn.replace(/([^/:*]+)(\/?\*?)$/, "$1*"))),
  ofPolicy("its end", (one) => each(one, (arn) => arn.replace(/^(arn:.*[/:]+)([^/:*]+.*)$/, "$1*$2"))),
  ofPolicy("every action of its service", (one) => {
    one.Action = [`${String([one.Action].flat()[0]).split(":")[0]}:*`];
  }),
];
const AWS_PLACES: readonly Mutation[] = [
  ofPolicy("every account", (one) => each(one, (arn) => arn.replace("111122223333", "*"))),
  ofPolicy("every region", (one) => each(one, (arn) => arn.replace("us-west-2", "*"))),
  ofPolicy("another account", (one) => each(one, (arn) => arn.replace("111122223333", "999900001111"))),
  ofPolicy("another region", (one) => each(one, (arn) => arn.replace("us-west-2", "eu-west-1"))),
];

describe.each(verbsOf(AWS))("AwsAccess.%s", (verb) => {
  const hasPolicy = verb !== "managedPolicy";
  const hasPlace = !/bucket|managedPolicy/i.test(verb);
  const isNamed = verb !== "listBuckets";
  const mutations = [
    ...(hasPolicy ? AWS_MUTATIONS.filter(([what]) => isNamed || !/^its/.test(what)) : []),
    ...(hasPlace ? AWS_PLACES : []),
    ...(hasPolicy
      ? []
      : [
          ["nothing", /./, (document: Document) => nothingElse(document, "aws_iam_role_policy_attachment")] as const,
          [
            "a wider policy",
            /aws_iam_role_policy_attachment\./,
            (document: Document) => {
              only(document, "aws_iam_role_policy_attachment").policy_arn =
                "arn:aws:iam::aws:policy/AmazonS3FullAccess";
            },
          ] as const,
        ]),
  ];
  decided(AWS[verb], mutations);
});

const memberOf = (document: Document): readonly [string, Args] => {
  const type = Object.keys(document.resource).find((one) => one.endsWith("_iam_member")) ?? "";
  return [type, only(document, type)];
};
const GCP_MUTATIONS: readonly Mutation[] = [
  ["nothing", /./, (document) => nothingElse(document, memberOf(document)[0])],
  [
    "administration",
    /_iam_member\./,
    (document) => {
      const [, member] = memberOf(document);
      member.role = `roles/${String(member.role).replace(/^roles\/|\..*$/g, "")}.admin`;
    },
  ],
  [
    "another member",
    /_iam_member\./,
    (document) => {
      const [, member] = memberOf(document);
      member.member = String(member.member).replace("etl:loader", "etl:other");
    },
  ],
];
const GCP_RESOURCES: readonly Mutation[] = [
  [
    "the whole project",
    /google_project_iam_member\.added/,
    (document) => {
      const { role, member } = memberOf(document)[1];
      add(document, "google_project_iam_member", { project: "acme-euro", role, member, provider: "google" });
    },
  ],
  [
    "the next one",
    /_iam_member\./,
    (document) => {
      const [, member] = memberOf(document);
      const name = ["bucket", "secret_id", "crypto_key_id", "topic", "subscription", "dataset_id"].find(
        (one) => member[one],
      );
      member[name ?? ""] = `${String(member[name ?? ""])}2`;
    },
  ],
];
const GCP_PROJECTS: readonly Mutation[] = [
  [
    "another project",
    /_iam_member\./,
    (document) => {
      const [, member] = memberOf(document);
      if (member.crypto_key_id) replace(member, "crypto_key_id", "acme-euro", "acme-other");
      else member.project = "acme-other";
    },
  ],
];

describe.each(verbsOf(GCP))("GcpAccess.%s", (verb) => {
  const isOfBucket = /bucket/i.test(verb);
  decided(GCP[verb], [
    ...GCP_MUTATIONS,
    ...(verb === "role" ? [] : GCP_RESOURCES),
    ...(isOfBucket ? [] : GCP_PROJECTS),
  ]);
});

const assignment = (document: Document) => only(document, "azurerm_role_assignment");
const ofScope = (what: string, change: (scope: string) => string): Mutation => [
  what,
  /azurerm_role_assignment\./,
  (document) => {
    const one = assignment(document);
    one.scope = change(String(one.scope));
  },
];
/** Contributor, Key Vault Administrator, Storage Blob Data Owner, Azure Service Bus Data Owner. */
const ROLES = {
  contributor: "b24988ac-6180-42a0-ab88-20f7382dd24c",
  vault: "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  blobs: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
  bus: "090c5cfd-751d-490a-894a-3ce6f1109419",
};
const AZURE_MUTATIONS: readonly Mutation[] = [
  ["nothing", /./, (document) => nothingElse(document, "azurerm_role_assignment")],
  ofScope("the next one", (scope) => `${scope}2`),
  ofScope("the resource group", (scope) => scope.replace(/\/providers\/.*$/, "")),
  ofScope("the subscription", (scope) => scope.replace(/\/resourceGroups\/.*$/, "")),
  ofScope("another subscription", (scope) => scope.replace(SUBSCRIPTION_ID, "99999999-1111-2222-3333-444444444444")),
  ofScope("another resource group", (scope) => scope.replace("/core/", "/other/")),
  ...Object.entries(ROLES).map(([name, id]): Mutation => [
    `the role of ${name}`,
    /azurerm_role_assignment\./,
    (document) => {
      const one = assignment(document);
      one.role_definition_id = String(one.role_definition_id).replace(/[^/]+$/, id);
    },
  ]),
];

describe.each(verbsOf(AZURE))("AzureAccess.%s", (verb) => decided(AZURE[verb], AZURE_MUTATIONS));

function decided(access: AnyAccess, mutations: readonly Mutation[]): void {
  let good: Synthesized;
  beforeAll(() => {
    good = new Synthesized((app) => oneEdge(app, access));
  });
  afterAll(() => good.remove());

  it("is as declared", async () => {
    expect(await judge([good.path])).toEqual([]);
  });

  it.each(mutations)("is no longer where %s is granted", async (what, address, change) => {
    // WHEN
    const found = await judge([good.broken("edge", what, change)]);

    // THEN
    expect(found).toContainEqual(
      expect.objectContaining({ severity: "fault", place: expect.stringMatching(address) as unknown }),
    );
  });
}
