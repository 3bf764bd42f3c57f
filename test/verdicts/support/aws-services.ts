import { account, ACCOUNT, AUDIENCE, EXACT, ISSUER, policy, SUBJECT } from "./aws";
import { services } from "./documents";

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/loader`;
export const BUCKET = "arn:aws:s3:::acme-reports";
export const OBJECT = `${BUCKET}/2027/a.csv`;
export const READ = { action: "s3:GetObject", resource: OBJECT };
export const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
export const denied = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Deny",
  Action,
  Resource,
  ...more,
});
/** A policy of the role with these statements. */
export const inline = (...statements: object[]) => ({
  aws_iam_role_policy: { one: { name: "one", role: "loader", policy: policy(...statements) } },
});
export const S3 = inline(allow("s3:GetObject", `${BUCKET}/*`));
export type Objects = Readonly<Record<string, Readonly<Record<string, object>>>>;
export const bucketPolicy = (...statements: object[]): Objects => ({
  aws_s3_bucket: { reports: { bucket: "acme-reports" } },
  aws_s3_bucket_policy: { one: { bucket: "acme-reports", policy: policy(...statements) } },
});
export const ME = { AWS: ROLE_ARN };

/** Declares that `corp:deploy/deployer` uses the bucket by the role. */
export const USE = services({
  source: { cluster: "corp", issuer: ISSUER, subject: SUBJECT },
  account: { name: "account-aws", cloud: "aws", id: ACCOUNT },
  audience: AUDIENCE,
  principal: ROLE_ARN,
  client: { "role-arn": ROLE_ARN, "session-name": "deploy.deployer", region: "us-west-2" },
  grants: [{ words: "read", actions: ["s3:GetObject"], resources: [`${BUCKET}/*`] }],
});

/** An account with the role `loader` and a use of its bucket by `corp:deploy/deployer`. */
export function stack({
  role = {},
  resource = {},
  ...more
}: {
  role?: object;
  resource?: Objects;
  data?: object;
}): object {
  const base = account({ loader: { assume_role_policy: policy(EXACT), ...role } }, resource);
  return { ...base, ...more, output: { uses: USE } };
}
