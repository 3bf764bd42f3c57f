import { AUDIENCE, EXACT, ISSUER, policy, PROVIDER } from "./support/aws";
import { allow, BUCKET, denied, READ, ROLE_ARN, USE } from "./support/aws-services";
import { Expected, inWords, verdicts } from "./support/ask";

const UNIQUE_ID = "AROADBQP57FF2AEXAMPLE";
const OTHER_ID = "AROADBQP57FF2BEXAMPLE";

function shown(type: string, values: object): object {
  const base = { address: `${type}.one`, mode: "managed", type, name: "one", schema_version: 0, sensitive_values: {} };
  return { ...base, provider_name: "registry.terraform.io/hashicorp/aws", values };
}
const S3 = allow("s3:GetObject", `${BUCKET}/*`);
const bucket = (statement: object) => [
  shown("aws_s3_bucket", { bucket: "acme-reports", id: "acme-reports", arn: BUCKET }),
  shown("aws_s3_bucket_policy", { bucket: "acme-reports", id: "acme-reports", policy: policy(statement) }),
];
const only = (userid: string) =>
  denied("s3:*", [BUCKET, `${BUCKET}/*`], {
    Principal: "*",
    Condition: { StringNotLike: { "aws:userid": `${userid}:*` } },
  });

/**
 * A role by the id that IAM drew, which a state shows.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids and
 * https://aws.amazon.com/blogs/security/how-to-restrict-amazon-s3-bucket-access-to-a-specific-iam-role/: aws:userid is the id, a colon and
 * the session's name
 */
const CASES: readonly [words: string, own: readonly object[], resources: readonly object[], expected: Expected][] = [
  ["a bucket for the role's id alone", [S3], bucket(only(UNIQUE_ID)), "allowed"],
  ["a bucket for another role's id alone", [S3], bucket(only(OTHER_ID)), "authorization"],
  ["a bucket that lets the role's id in", [], bucket({ ...S3, Principal: { AWS: UNIQUE_ID } }), "allowed"],
  ["a bucket that lets another id in", [], bucket({ ...S3, Principal: { AWS: OTHER_ID } }), "authorization"],
  [
    "a policy for sessions of the role's id",
    [{ ...S3, Condition: { StringEquals: { "aws:userid": `${UNIQUE_ID}:deploy.deployer` } } }],
    [],
    "allowed",
  ],
];

describe("a role and its unique id in a state", () => {
  it.each(CASES.map(([words, own, resources, expected]) => [words, expected, own, resources] as const))(
    "%s: %s",
    async (_words, expected, own, resources) => {
      const role = { name: "loader", arn: ROLE_ARN, assume_role_policy: policy(EXACT), unique_id: UNIQUE_ID };
      const oidc = { arn: PROVIDER, url: ISSUER.slice("https://".length), client_id_list: [AUDIENCE] };
      const inline = own.length
        ? [shown("aws_iam_role_policy", { name: "a", role: "loader", policy: policy(...own) })]
        : [];
      const all = [
        shown("aws_iam_openid_connect_provider", oidc),
        shown("aws_iam_role", role),
        ...inline,
        ...resources,
      ];
      const state = {
        format_version: "1.0",
        terraform_version: "1.9.5",
        values: {
          outputs: { uses: { ...USE, type: "string", sensitive: false } },
          root_module: { resources: all },
        },
      };
      const [verdict] = await verdicts(state, [{ from: "corp:deploy/deployer", ...READ }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
