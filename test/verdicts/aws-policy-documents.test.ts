import { account, ACCOUNT, AUDIENCE, KEY, OWN_CLAIMS, policy, PROVIDER, SUBJECT, trusting } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";

const SUB = `${KEY}:sub`;
const OTHER = "system:serviceaccount:deploy:other";
const JSON_OF = "${data.aws_iam_policy_document.trust.json}";
const condition = (test: string, variable: string, ...values: string[]) => ({ test, variable, values });
const statement = (conditions: object[], more: object = {}) => ({
  actions: ["sts:AssumeRoleWithWebIdentity"],
  principals: [{ type: "Federated", identifiers: [PROVIDER] }],
  condition: conditions,
  ...more,
});
const OWN = statement([condition("StringEquals", SUB, SUBJECT), condition("StringEquals", `${KEY}:aud`, AUDIENCE)]);
const WRONG = statement([condition("StringEquals", SUB, OTHER)]);
const exact = trusting({ StringEquals: { [SUB]: SUBJECT } });
const wrong = trusting({ StringEquals: { [SUB]: OTHER } });

/** Terraform registry, hashicorp/aws: "Data Source: aws_iam_policy_document", and its source. */
const CASES: readonly [words: string, documents: Readonly<Record<string, object>>, expected: Expected][] = [
  ["a statement", { trust: { statement: [OWN] } }, "allowed"],
  ["a statement that is no list", { trust: { statement: OWN } }, "allowed"],
  ["another subject", { trust: { statement: [WRONG] } }, "exchange AccessDenied"],
  [
    "&{} is a policy variable",
    { trust: { statement: [statement([condition("StringEquals", SUB, `&{${SUB}}`)])] } },
    "allowed",
  ],
  [
    "a version of 2008 has no variables",
    {
      trust: {
        version: "2008-10-17",
        statement: [statement([condition("StringEquals", SUB, `system:serviceaccount:deploy:deployer&{*}`)])],
      },
    },
    "exchange AccessDenied",
  ],
  ["effect in the statement", { trust: { statement: [OWN, { ...OWN, effect: "Deny" }] } }, "exchange AccessDenied"],
  [
    "not_actions",
    {
      trust: {
        statement: [
          OWN,
          { ...OWN, effect: "Deny", actions: undefined, not_actions: ["sts:AssumeRoleWithWebIdentity"] },
        ],
      },
    },
    "allowed",
  ],
  ["a source document", { trust: { source_policy_documents: [policy(exact)] } }, "allowed"],
  [
    "a source document by its data source",
    { base: { statement: [OWN] }, trust: { source_policy_documents: ["${data.aws_iam_policy_document.base.json}"] } },
    "allowed",
  ],
  [
    "a statement over the source's of the same sid",
    { trust: { source_policy_documents: [policy({ ...exact, Sid: "a" })], statement: [{ ...WRONG, sid: "a" }] } },
    "exchange AccessDenied",
  ],
  [
    "a statement beside the source's of another sid",
    { trust: { source_policy_documents: [policy({ ...exact, Sid: "a" })], statement: [{ ...WRONG, sid: "b" }] } },
    "allowed",
  ],
  [
    "statements without a sid add up",
    { trust: { source_policy_documents: [policy(exact)], statement: [WRONG] } },
    "allowed",
  ],
  [
    "an override of the same sid",
    { trust: { statement: [{ ...OWN, sid: "a" }], override_policy_documents: [policy({ ...wrong, Sid: "a" })] } },
    "exchange AccessDenied",
  ],
  [
    "an override of another sid",
    { trust: { statement: [{ ...OWN, sid: "a" }], override_policy_documents: [policy({ ...wrong, Sid: "b" })] } },
    "allowed",
  ],
  [
    "the last of two overrides",
    { trust: { override_policy_documents: [policy({ ...wrong, Sid: "a" }), policy({ ...exact, Sid: "a" })] } },
    "allowed",
  ],
  [
    "sids are told apart by letter case",
    { trust: { statement: [{ ...OWN, sid: "a" }], override_policy_documents: [policy({ ...wrong, Sid: "A" })] } },
    "allowed",
  ],
  [
    "an override that denies",
    { trust: { statement: [OWN], override_policy_documents: [policy({ ...exact, Effect: "Deny" })] } },
    "exchange AccessDenied",
  ],
  ["the older source_json", { trust: { source_json: policy(exact) } }, "allowed"],
  ["an empty document in the list", { trust: { source_policy_documents: ["", policy(exact)] } }, "allowed"],
  [
    "principals of two types",
    {
      trust: {
        statement: [
          {
            ...OWN,
            principals: [
              { type: "AWS", identifiers: [`arn:aws:iam::${ACCOUNT}:root`] },
              { type: "Federated", identifiers: [PROVIDER] },
            ],
          },
        ],
      },
    },
    "allowed",
  ],
  [
    "conditions of two operators",
    {
      trust: {
        statement: [
          statement([condition("StringEquals", SUB, SUBJECT), condition("StringLike", `${KEY}:aud`, "api:*")]),
        ],
      },
    },
    "exchange AccessDenied",
  ],
  [
    "several values",
    { trust: { statement: [statement([condition("StringEquals", SUB, OTHER, SUBJECT)])] } },
    "allowed",
  ],
  // hashicorp/terraform-provider-aws, internal/service/iam/policy_model.go: values of one operator and key in two blocks add up
  [
    "two conditions of one key, the second one right",
    {
      trust: {
        statement: [statement([condition("StringEquals", SUB, OTHER), condition("StringEquals", SUB, SUBJECT)])],
      },
    },
    "allowed",
  ],
  [
    "two conditions of one key, the first one right",
    {
      trust: {
        statement: [statement([condition("StringEquals", SUB, SUBJECT), condition("StringEquals", SUB, OTHER)])],
      },
    },
    "allowed",
  ],
  [
    "two negated conditions of one key",
    {
      trust: {
        statement: [statement([condition("StringNotEquals", SUB, SUBJECT), condition("StringNotEquals", SUB, OTHER)])],
      },
    },
    "exchange AccessDenied",
  ],
  // The same file: the latest version of all documents counts
  [
    "a source document of a later version",
    {
      trust: {
        version: "2008-10-17",
        source_policy_documents: [policy(trusting({ StringEquals: { [SUB]: `$\${${SUB}}` } }))],
      },
    },
    "allowed",
  ],
  [
    "a source document without a version",
    { trust: { source_policy_documents: [JSON.stringify({ Statement: exact })] } },
    "allowed",
  ],
  [
    "an override of a later version",
    {
      trust: {
        version: "2008-10-17",
        override_policy_documents: [policy(trusting({ StringEquals: { [SUB]: `$\${${SUB}}` } }))],
      },
    },
    "allowed",
  ],
  // internal/service/iam/policy_document_data_source.go: the provider refuses a sid twice, among statements and among source documents
  [
    "two statements of one sid",
    {
      trust: {
        statement: [
          { ...OWN, sid: "a" },
          { ...WRONG, sid: "a" },
        ],
      },
    },
    "exchange AccessDenied",
  ],
  [
    "two source documents of one sid",
    { trust: { source_policy_documents: [policy({ ...wrong, Sid: "a" }), policy({ ...exact, Sid: "a" })] } },
    "exchange AccessDenied",
  ],
  [
    "one document as a source and as an override",
    {
      base: { statement: [{ ...OWN, sid: "a" }] },
      trust: {
        source_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
        override_policy_documents: ["${data.aws_iam_policy_document.base.json}"],
      },
    },
    "allowed",
  ],
  [
    "minified_json of a source",
    {
      base: { statement: [OWN] },
      trust: { source_policy_documents: ["${data.aws_iam_policy_document.base.minified_json}"] },
    },
    "allowed",
  ],
];

describe("documents of aws_iam_policy_document", () => {
  it.each(CASES.map(([words, documents, expected]) => [words, expected, documents] as const))(
    "%s: %s",
    async (_words, expected, documents) => {
      const stack = {
        ...account({ role: { assume_role_policy: JSON_OF } }),
        data: { aws_iam_policy_document: documents },
      };
      const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/role` };
      const [verdict] = await verdicts(stack, [{ claims: OWN_CLAIMS, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
