import { judge } from "../../bench/mutator/judge";
import { AwsAccess, AzureAccess, GcpAccess, GcpResource } from "../../src";
import { SUBSCRIPTION_ID } from "../support/clouds";
import { add, only, statements } from "./support/mutate";
import { AnyAccess, oneEdge } from "./support/one-edge";
import { Document, Synthesized } from "./support/run-lab";

/** Accesses that are wide, that lead on to another identity, or that are about something in another account. */
jest.setTimeout(60_000);

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core`;
const allow = (actions: string[], ...resources: string[]) => AwsAccess.statements({ actions, resources });
const KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER_ROLE = "arn:aws:iam::111122223333:role/other";
const READER = "reader@acme-euro.iam.gserviceaccount.com";

async function told(access: AnyAccess, change?: (document: Document) => void): Promise<readonly string[]> {
  const good = new Synthesized((app) => oneEdge(app, access));
  try {
    const found = await judge([change ? good.broken("edge", "changed", change) : good.path]);
    return found.map(({ severity, what }) => `${severity} ${what}`);
  } finally {
    good.remove();
  }
}

describe("an access as it is declared", () => {
  it.each([
    ["every key", allow(["kms:Decrypt"], "*")],
    ["every queue", allow(["sqs:SendMessage"], "*")],
    [
      "every action of a service that is not simulated",
      allow(["dynamodb:*"], "arn:aws:dynamodb:us-west-2:111122223333:table/t"),
    ],
    [
      "a managed policy with actions on keys",
      AwsAccess.managedPolicy("arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"),
    ],
    ["a resource group", AzureAccess.readBlobs(GROUP)],
    ["a subscription", AzureAccess.readSecrets(`/subscriptions/${SUBSCRIPTION_ID}`)],
    ["a project's secrets", GcpAccess.role("roles/secretmanager.secretAccessor", GcpResource.project())],
    [
      "tokens of a service account",
      GcpAccess.role("roles/iam.serviceAccountTokenCreator", GcpResource.serviceAccount(READER)),
    ],
    [
      "a service account to run with",
      GcpAccess.role("roles/iam.serviceAccountUser", GcpResource.serviceAccount(READER)),
    ],
  ])("is proved for %s", async (_what, access) => {
    expect(await told(access)).toEqual([]);
  });
});

describe("a role on a wide scope that is another one than declared", () => {
  it("is found in a resource group", async () => {
    const change = (document: Document) => {
      const one = only(document, "azurerm_role_assignment");
      one.role_definition_id = String(one.role_definition_id).replace(/[^/]+$/, "ba92f5b4-2d11-453d-a403-e96b0029c9fe");
    };
    expect(await told(AzureAccess.readBlobs(GROUP), change)).toContainEqual(
      expect.stringMatching(/^fault .*containers\/write on .*resourceGroups\/core\/providers\/Microsoft\.Storage/),
    );
  });

  it("is found in a project", async () => {
    const change = (document: Document) => {
      only(document, "google_project_iam_member").role = "roles/secretmanager.admin";
    };
    const access = GcpAccess.role("roles/secretmanager.secretAccessor", GcpResource.project());
    expect(await told(access, change)).toContainEqual(
      expect.stringMatching(/^fault .*secretmanager\.\S+ on \/\/secretmanager\.googleapis\.com\/projects\/acme-euro/),
    );
  });
});

describe("a right to act as another identity", () => {
  const assumable = (document: Document) => {
    const trusted = {
      AWS: String(only(document, "aws_iam_role").name).replace(/^/, "arn:aws:iam::111122223333:role/"),
    };
    const statement = { Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" };
    const Condition = { StringEquals: { "sts:ExternalId": "acme" } };
    const assume_role_policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Condition }] });
    add(document, "aws_iam_role", { name: "other", assume_role_policy, provider: "aws" });
  };

  it("is no further one where it is declared: of a role, whose trust policy decides", async () => {
    expect(await told(allow(["sts:AssumeRole"], OTHER_ROLE), assumable)).toEqual([]);
  });

  it("is a further one where something else is declared", async () => {
    const change = (document: Document) => {
      assumable(document);
      statements(only(document, "aws_iam_role_policy"), "policy", (all) =>
        all.push({ Effect: "Allow", Action: "sts:AssumeRole", Resource: OTHER_ROLE }),
      );
    };
    expect(await told(AwsAccess.readBucket("acme-reports"), change)).toContainEqual(
      expect.stringMatching(/^fault to act as arn:aws:iam::111122223333:role\/other/),
    );
  });

  it("is a further one where another role on the service account is declared", async () => {
    const change = (document: Document) => {
      only(document, "google_service_account_iam_member").role = "roles/iam.workloadIdentityUser";
    };
    const access = GcpAccess.role("roles/iam.serviceAccountUser", GcpResource.serviceAccount(READER));
    expect(await told(access, change)).toContainEqual(
      expect.stringMatching(/^fault to act as reader@acme-euro\.iam\.gserviceaccount\.com/),
    );
  });

  it("is a gap where the role's trust policy was not read", async () => {
    expect(await told(allow(["sts:AssumeRole"], OTHER_ROLE))).toEqual([
      expect.stringMatching(
        /^gap .*the trust policy of arn:aws:iam::111122223333:role\/other: is not in what was read/,
      ),
    ]);
  });
});

describe("a resource of another account", () => {
  const queue = "arn:aws:sqs:us-west-2:999900001111:orders";

  it.each([
    ["a queue", AwsAccess.sendToQueue(queue)],
    ["a key", AwsAccess.useKey(`arn:aws:kms:us-west-2:999900001111:${KEY}`)],
    ["a secret", AwsAccess.readSecret("arn:aws:secretsmanager:us-west-2:999900001111:secret:database-AbCdEf")],
  ])("is a gap while its policy was not read: %s", async (_what, access) => {
    const found = await told(access);
    expect(found).not.toEqual([]);
    for (const one of found) {
      expect(one).toMatch(/^gap .*999900001111.*: is in another account and not in what was read$/);
    }
  });

  it("is decided by its policy where that was read", async () => {
    const letIn = (principal: string) => (document: Document) =>
      add(document, "aws_sqs_queue_policy", {
        queue_url: "https://sqs.us-west-2.amazonaws.com/999900001111/orders",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sqs:*", Resource: queue }],
        }),
        provider: "aws",
      });
    const found = await told(AwsAccess.sendToQueue(queue), letIn("arn:aws:iam::222233334444:root"));
    expect(found).toContainEqual(
      expect.stringMatching(/^fault exact-actions .*"allowed":false.*sqs:GetQueueAttributes/),
    );
    expect(await told(AwsAccess.sendToQueue(queue), letIn("arn:aws:iam::111122223333:root"))).toEqual([]);
  });
});
