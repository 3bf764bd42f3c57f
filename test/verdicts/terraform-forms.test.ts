import { ACCOUNT, AUDIENCE, EXACT, ISSUER, KEY, OWN_CLAIMS, policy, PROVIDER, SUBJECT } from "./support/aws";
import { Expected, inWords, verdicts } from "./support/ask";

const TRUST = policy(EXACT);
const provider = { aws: [{ allowed_account_ids: [ACCOUNT], region: "us-west-2" }] };
const aws_iam_openid_connect_provider = { issuer: { url: ISSUER, client_id_list: [AUDIENCE] } };
type Parts = Readonly<Record<string, unknown>>;
const stack = (role: Parts, parts: Parts = {}) => ({
  provider,
  resource: {
    aws_iam_openid_connect_provider,
    aws_iam_role: { role: { name: "role", assume_role_policy: TRUST, ...role } },
  },
  ...parts,
});
/** The trust policy with something in place of the subject. */
const of = (subject: string) => TRUST.replace(SUBJECT, () => subject);

/** The stack with its resources written otherwise. */
const listed = (write: (all: Record<string, object>) => unknown) => {
  const { resource, ...others } = stack({});
  return { ...others, resource: write(resource) };
};

/** A resource as plans and states show it. */
function shown(type: string, name: string, values: object, more: object = {}): object {
  const base = { address: `${type}.${name}`, mode: "managed", type, name, schema_version: 0, sensitive_values: {} };
  return { ...base, provider_name: "registry.terraform.io/hashicorp/aws", values, ...more };
}
const oidc = shown("aws_iam_openid_connect_provider", "issuer", {
  arn: PROVIDER,
  url: KEY,
  client_id_list: [AUDIENCE],
});
const role = (more: object = {}, values: object = {}) =>
  shown(
    "aws_iam_role",
    "role",
    { name: "role", arn: `arn:aws:iam::${ACCOUNT}:role/role`, path: "/", assume_role_policy: TRUST, ...values },
    more,
  );
const state = (root: object) => ({
  format_version: "1.0",
  terraform_version: "1.9.5",
  values: { outputs: {}, root_module: root },
});
const plan = (root: object, more: object = {}) => ({
  format_version: "1.2",
  terraform_version: "1.9.5",
  planned_values: { outputs: {}, root_module: root },
  resource_changes: [],
  configuration: { provider_config: {}, root_module: {} },
  ...more,
});

/** Terraform documentation: "JSON Configuration Syntax", "JSON Output Format", "Expressions", "Functions", "for_each", "count". */
const CASES: readonly [words: string, stack: object, expected: Expected, name?: string][] = [
  ["an argument as it is", stack({}), "allowed"],
  // https://developer.hashicorp.com/terraform/language/syntax/json: a list of objects in place of one, at each level of labels
  ["resources in a list", listed((all) => [all]), "allowed"],
  [
    "resources in a list, one type each",
    listed((all) => Object.entries(all).map(([type, named]) => ({ [type]: named }))),
    "allowed",
  ],
  [
    "names of a type in a list",
    listed((all) => Object.fromEntries(Object.entries(all).map(([type, named]) => [type, [named]]))),
    "allowed",
  ],
  [
    "a block in a list",
    stack(
      {},
      { locals: [{ a: "b" }, { trust: TRUST }], output: [{ a: [{ value: "b" }] }], provider: [{ aws: provider.aws }] },
    ),
    "allowed",
  ],
  ["a local value", stack({ assume_role_policy: "${local.trust}" }, { locals: { trust: TRUST } }), "allowed"],
  [
    "a local value in a local value",
    stack(
      { assume_role_policy: of("system:serviceaccount:${local.full}") },
      { locals: { ns: "deploy", full: "${local.ns}:deployer" } },
    ),
    "allowed",
  ],
  [
    "a variable's default",
    stack(
      { assume_role_policy: of("system:serviceaccount:${var.ns}:deployer") },
      { variable: { ns: { default: "deploy" } } },
    ),
    "allowed",
  ],
  [
    "a variable of another default",
    stack(
      { assume_role_policy: of("system:serviceaccount:${var.ns}:deployer") },
      { variable: { ns: { default: "other" } } },
    ),
    "exchange AccessDenied",
  ],
  [
    "a variable without a value",
    stack(
      { assume_role_policy: of("system:serviceaccount:${var.ns}:deployer") },
      { variable: { ns: { type: "string" } } },
    ),
    "exchange",
  ],
  [
    "an object of a variable",
    stack(
      { assume_role_policy: of('system:serviceaccount:${var.sa.ns}:${var.sa["name"]}') },
      { variable: { sa: { default: { ns: "deploy", name: "deployer" } } } },
    ),
    "allowed",
  ],
  [
    "jsonencode",
    stack({
      assume_role_policy: `\${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${PROVIDER}" }, Condition = { StringEquals = { "${KEY}:sub" = "${SUBJECT}" } } }] })}`,
    }),
    "allowed",
  ],
  [
    "jsonencode with a key that is an expression",
    stack({
      assume_role_policy: `\${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = aws_iam_openid_connect_provider.issuer.arn }, Condition = { StringEquals = { "\${replace(aws_iam_openid_connect_provider.issuer.url, "https://", "")}:sub" = "${SUBJECT}" } } }] })}`,
    }),
    "allowed",
  ],
  [
    "a key in parentheses",
    stack(
      {
        assume_role_policy: `\${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "${PROVIDER}" }, Condition = { StringEquals = { (format("%s:sub", local.key)) = "${SUBJECT}" } } }] })}`,
      },
      { locals: { key: KEY } },
    ),
    "allowed",
  ],
  [
    "trimprefix",
    stack(
      { assume_role_policy: TRUST.replaceAll(KEY, '${trimprefix(local.issuer, "https://")}') },
      { locals: { issuer: ISSUER } },
    ),
    "allowed",
  ],
  [
    "format",
    stack({ assume_role_policy: of('${format("system:serviceaccount:%s:%s", "deploy", "deployer")}') }),
    "allowed",
  ],
  [
    "join",
    stack({ assume_role_policy: of('${join(":", ["system", "serviceaccount", "deploy", "deployer"])}') }),
    "allowed",
  ],
  [
    "lookup, merge and split",
    stack({
      assume_role_policy: of(
        'system:serviceaccount:${lookup(merge({a = "x"}, {a = "deploy"}), "a", "y")}:${split(",", "a,deployer")[1]}',
      ),
    }),
    "allowed",
  ],
  [
    "a conditional",
    stack(
      { assume_role_policy: of('system:serviceaccount:${var.prod ? "deploy" : "dev"}:deployer') },
      { variable: { prod: { default: true } } },
    ),
    "allowed",
  ],
  [
    "a conditional of the other side",
    stack(
      { assume_role_policy: of('system:serviceaccount:${var.prod ? "deploy" : "dev"}:deployer') },
      { variable: { prod: { default: false } } },
    ),
    "exchange AccessDenied",
  ],
  [
    "a for expression",
    stack({ assume_role_policy: of('${[for one in ["dev", "deploy"] : "system:serviceaccount:${one}:deployer"][1]}') }),
    "allowed",
  ],
  [
    "an escaped interpolation is none",
    stack(
      { assume_role_policy: of("system:serviceaccount:$${var.ns}:deployer") },
      { variable: { ns: { default: "deploy" } } },
    ),
    "exchange AccessDenied",
  ],
  [
    "for_each of a map",
    stack({
      for_each: { a: "deploy", b: "dev" },
      name: "role-${each.key}",
      assume_role_policy: of("system:serviceaccount:${each.value}:deployer"),
    }),
    "allowed",
    "role-a",
  ],
  [
    "for_each of a map, another key",
    stack({
      for_each: { a: "deploy", b: "dev" },
      name: "role-${each.key}",
      assume_role_policy: of("system:serviceaccount:${each.value}:deployer"),
    }),
    "exchange AccessDenied",
    "role-b",
  ],
  [
    "for_each of a set",
    stack({
      for_each: '${toset(["deploy", "dev"])}',
      name: "role-${each.value}",
      assume_role_policy: of("system:serviceaccount:${each.key}:deployer"),
    }),
    "allowed",
    "role-deploy",
  ],
  [
    "count",
    stack({
      count: 2,
      name: "role-${count.index}",
      assume_role_policy: of('system:serviceaccount:${["dev", "deploy"][count.index]}:deployer'),
    }),
    "allowed",
    "role-1",
  ],
  ["count of none", stack({ count: 0, name: "role-${count.index}" }), "exchange", "role-0"],
  [
    "count by a conditional",
    stack({ count: "${var.on ? 1 : 0}" }, { variable: { on: { default: false } } }),
    "exchange",
  ],
  [
    "the caller's account",
    {
      provider,
      data: { aws_caller_identity: { me: {} } },
      resource: {
        aws_iam_openid_connect_provider,
        aws_iam_role: {
          role: {
            name: "role",
            assume_role_policy: TRUST.replace(ACCOUNT, "${data.aws_caller_identity.me.account_id}"),
          },
        },
      },
    },
    "allowed",
  ],
  [
    "the partition",
    {
      provider,
      data: { aws_partition: { p: {} } },
      resource: {
        aws_iam_openid_connect_provider,
        aws_iam_role: {
          role: {
            name: "role",
            assume_role_policy: TRUST.replace("arn:aws:", "arn:${data.aws_partition.p.partition}:"),
          },
        },
      },
    },
    "allowed",
  ],
  ["a block as a list", stack({ inline_policy: [{ name: "a", policy: "{}" }] }), "allowed"],
  ["a role of a name_prefix is not called so", stack({ name: undefined, name_prefix: "role" }), "exchange"],
  [
    "a dynamic block",
    {
      provider,
      data: {
        aws_iam_policy_document: {
          d: {
            dynamic: {
              statement: {
                for_each: ["deploy"],
                content: {
                  actions: ["sts:AssumeRoleWithWebIdentity"],
                  principals: [{ type: "Federated", identifiers: [PROVIDER] }],
                  condition: [
                    {
                      test: "StringEquals",
                      variable: `${KEY}:sub`,
                      values: ["system:serviceaccount:${statement.value}:deployer"],
                    },
                  ],
                },
              },
            },
          },
        },
      },
      resource: {
        aws_iam_openid_connect_provider,
        aws_iam_role: { role: { name: "role", assume_role_policy: "${data.aws_iam_policy_document.d.json}" } },
      },
    },
    "allowed",
  ],
  // What `show -json` prints
  ["a state", state({ resources: [oidc, role()] }), "allowed"],
  [
    "a state of OpenTofu",
    {
      ...state({
        resources: [
          { ...oidc, provider_name: "registry.opentofu.org/hashicorp/aws" },
          role({ provider_name: "registry.opentofu.org/hashicorp/aws" }),
        ],
      }),
      terraform_version: "1.8.2",
    },
    "allowed",
  ],
  [
    "a state with modules",
    state({
      resources: [oidc],
      child_modules: [
        {
          address: "module.a",
          resources: [],
          child_modules: [
            { address: "module.a.module.b", resources: [role({ address: "module.a.module.b.aws_iam_role.role" })] },
          ],
        },
      ],
    }),
    "allowed",
  ],
  [
    "a state with instances",
    state({
      resources: [
        oidc,
        role({ address: 'aws_iam_role.role["a"]', index: "a" }, { name: "a", arn: `arn:aws:iam::${ACCOUNT}:role/a` }),
        role(
          { address: "aws_iam_role.role[0]", index: 0 },
          { name: "b", arn: `arn:aws:iam::${ACCOUNT}:role/b`, assume_role_policy: of("x") },
        ),
      ],
    }),
    "allowed",
    "a",
  ],
  [
    "the other of a state's instances",
    state({
      resources: [
        oidc,
        role({ address: 'aws_iam_role.role["a"]', index: "a" }, { name: "a", arn: `arn:aws:iam::${ACCOUNT}:role/a` }),
        role(
          { address: "aws_iam_role.role[0]", index: 0 },
          { name: "b", arn: `arn:aws:iam::${ACCOUNT}:role/b`, assume_role_policy: of("x") },
        ),
      ],
    }),
    "exchange AccessDenied",
    "b",
  ],
  [
    "a state's data sources are read",
    state({ resources: [{ ...oidc, mode: "data", address: "data.aws_iam_openid_connect_provider.issuer" }, role()] }),
    "allowed",
  ],
  [
    "a role that a state's data source shows",
    state({ resources: [oidc, role({ mode: "data", address: "data.aws_iam_role.role" })] }),
    "allowed",
  ],
  [
    "a role that a state's data source shows with another subject",
    state({
      resources: [oidc, role({ mode: "data", address: "data.aws_iam_role.role" }, { assume_role_policy: of("x") })],
    }),
    "exchange AccessDenied",
  ],
  ["a plan", plan({ resources: [oidc, role()] }), "allowed"],
  [
    "a plan with modules",
    plan({
      resources: [oidc],
      child_modules: [{ address: "module.a[0]", resources: [role({ address: "module.a[0].aws_iam_role.role" })] }],
    }),
    "allowed",
  ],
];

describe("Terraform's forms", () => {
  it.each(CASES.map(([words, written, expected, name]) => [words, expected, written, name] as const))(
    "%s: %s",
    async (_words, expected, written, name = "role") => {
      const exchange = { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}` };
      const [verdict] = await verdicts(written, [{ claims: OWN_CLAIMS, exchange }]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
