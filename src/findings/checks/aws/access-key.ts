import { Check } from "../check";
import { resourcesOf } from "../support/arguments";

/** A stored key of a user. */
export const accessKey: Check = {
  code: "aws-access-key",
  severity: "medium",
  title: "An IAM user has an access key that does not expire",
  gain: "An attacker who reads the key in a Secret, a log or this configuration's state acts as the user until the key is removed.",
  fix: "Let the workload assume a role with its own token, and remove the key.",
  page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
  find: (world) =>
    resourcesOf(world, ["aws_iam_access_key"]).map((resource) => ({
      resource,
      argument: "user",
      reason: "makes a static access key",
    })),
};
