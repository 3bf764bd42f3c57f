import type { Equivalence } from "./equivalence";
import { Json } from "./mutate";

type Args = Readonly<Record<string, Json>>;

/** Changes of objects of AWS that change nothing of who may do what. */
export const AWS_EQUIVALENCES: readonly Equivalence[] = [
  {
    name: "registration-that-no-role-trusts",
    ...{ address: /^aws_iam_openid_connect_provider\.added$/, path: /./, operator: /^copy with another text$/ },
    reason: "a role's trust policy names the issuers whose tokens it takes",
  },
  {
    name: "role-of-no-edge, copied",
    ...{ address: /^aws_iam_role\.added$/, path: /^name$/, operator: /^copy with another text$/ },
    reason: "no token comes in by the role",
    holds: ({ alsoAt = "", document }) => !isOfTokens(all(document, "aws_iam_role")[alsoAt.split(".")[1]] ?? {}),
  },
  {
    name: "the-clusters-own-role-and-network",
    ...{ address: /^aws_eks_cluster\./, path: /^(role_arn|vpc_config)(\.|$)/ },
    reason: "permissions and places of the control plane and its nodes admit no principal",
  },
  {
    name: "name-of-a-cluster",
    ...{ address: /^aws_eks_cluster\./, path: /^name$/, operator: /^other (text|case)$/ },
    reason: "nothing else writes the name: entries and documents refer to it and move along",
    holds: ({ before, everything }) => !isWrittenAsCluster(before, everything),
  },
  {
    name: "role-of-no-edge",
    ...{ address: /^aws_iam_role\./, path: /./ },
    reason: "no token comes in by the role, and no edge acts by it",
    holds: ({ object }) => !isOfTokens(object),
  },
  {
    name: "policy-of-a-role-of-no-edge",
    ...{ address: /^aws_iam_role_policy(_attachment)?\./, path: /./ },
    reason: "the role is that of machines or of a control plane",
    holds: ({ object, document }) => !isOfTokens(roleOf(object, document)),
  },
  {
    name: "policy-of-a-role-of-no-edge, gone",
    ...{ address: /^aws_iam_role_policy(_attachment)?\./, path: /^$/, operator: /^remove object$/ },
    reason: "the role is that of machines or of a control plane",
    holds: ({ object, document }) => !isOfTokens(roleOf(object, document)),
  },
  {
    name: "name-of-a-role",
    ...{ address: /^aws_iam_role\./, path: /^name$/ },
    reason:
      "nothing else writes the name: what means the role refers to it and moves along, and Terraform draws one where there is none",
    holds: ({ before, everything }) => timesOf(before, everything) <= 1,
  },
  {
    name: "same-action",
    ...{ address: /^aws_iam_role\./, path: /assume_role_policy\.\(json\)\.Statement\.\d+\.Action(\.\d+)?$/ },
    operator: /^(other case|longer by a wildcard)$/,
    reason: "IAM ignores the letter case of actions, and STS has no other action that begins so",
  },
  {
    name: "audience-of-the-registration",
    ...{ address: /^aws_iam_role\./, path: /Condition\.StringEquals\..*:aud$/, operator: /^remove argument$/ },
    reason: "STS takes tokens for the registered audiences alone, and there is one",
    holds: ({ path, document }) => audiencesOf(path, document) === 1,
  },
  {
    name: "audience-that-no-trust-names",
    ...{ address: /^aws_iam_openid_connect_provider\./, path: /^client_id_list$/, operator: /^add element$/ },
    reason: "each trust policy compares the audience of its tokens",
    holds: ({ address, everything }) => comparesAudiences(address, everything),
  },
  {
    name: "how-long-sessions-last",
    ...{ address: /^aws_iam_role\./, path: /^max_session_duration$/ },
    reason:
      "the maximum session duration admits no principal; one that is too short for a stanza is refused at the exchange",
  },
  {
    name: "default-type-and-region",
    ...{
      address: /^aws_eks_access_(entry|policy_association)\./,
      path: /^(type|region)$/,
      operator: /^remove argument$/,
    },
    reason: "STANDARD is the default, and so is the provider's region",
  },
  {
    name: "name-of-an-inline-policy",
    ...{ address: /^aws_iam_role_policy\./, path: /^name$/ },
    reason: "the name of an inline policy says nothing, and Terraform draws one where there is none",
  },
  {
    name: "version-without-variables",
    ...{ address: /^aws_iam_role_policy\./, path: /policy\.\(json\)\.Version$/, operator: /^remove argument$/ },
    reason: "the older version has no variables, and none is used",
  },
  {
    name: "region-of-nothing",
    ...{ address: /^provider\.aws/, path: /^region$/, operator: /^remove argument$/ },
    reason: "IAM has no region, and every other object of the stack names its own",
    holds: ({ document }) => regional(document).every((one) => one.region !== undefined),
  },
  {
    name: "account-that-is-told-elsewhere",
    ...{ address: /^provider\.aws/, path: /^allowed_account_ids$/, operator: /^(remove argument|add element)$/ },
    reason: "it holds Terraform's credentials to an account; ARNs and documents tell the account",
  },
];

function timesOf(before: Json | undefined, everything: string): number {
  if (typeof before !== "string" || before.includes("${")) return 0;
  const own = before.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [...everything.matchAll(new RegExp(`(?<![\\w-])${own}(?![\\w-])`, "g"))].length;
}

/** Whether a name is written where a cluster is meant: in an entry, an ARN or a document's arguments. */
function isWrittenAsCluster(before: Json | undefined, everything: string): boolean {
  if (typeof before !== "string" || before.includes("${")) return true;
  const own = before.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(cluster_name|cluster-name|:cluster/)[\\\\",:\\s]*${own}(?![\\w-])`).test(everything);
}

function isOfTokens(role: Args): boolean {
  return JSON.stringify(role.assume_role_policy ?? "").includes("WithWebIdentity");
}

/** The role that a policy is given to, by its reference. */
function roleOf({ role }: Args, document: Json): Args {
  const [, name = ""] = /^\$\{aws_iam_role\.([\w-]+)\./.exec(JSON.stringify(role ?? "").slice(1)) ?? [];
  return all(document, "aws_iam_role")[name] ?? {};
}

function all(document: Json, type: string): Readonly<Record<string, Args>> {
  const { resource = {} } = document as { resource?: Record<string, Record<string, Args>> };
  return resource[type] ?? {};
}

function referenceIn(host: string): string {
  return /^\$\{trimprefix\(([\w.-]+), "https:\/\/"\)\}$/.exec(host)?.[1] ?? host;
}

/** How many audiences the registration takes whose issuer a condition's path names. */
function audiencesOf(path: string, document: Json): number {
  const [, host = ""] = /StringEquals\.(.*):aud$/.exec(path) ?? [];
  const found = Object.values(all(document, "aws_iam_openid_connect_provider")).find(
    // A host that is an expression is that of a URL without its scheme.
    ({ url }) => url === `https://${host}` || (typeof url === "string" && url === `\${${referenceIn(host)}}`),
  );
  return (found?.client_id_list as readonly Json[] | undefined)?.length ?? 0;
}

/** Policies are texts here: an expression in them is no JSON before it is worked out. */
function comparesAudiences(address: string, everything: string): boolean {
  const statements = (JSON.parse(everything) as Json[])
    .flatMap((document) => Object.values(all(document, "aws_iam_role")))
    .flatMap(({ assume_role_policy: policy = "" }) => (policy as string).split('{"Effect"'));
  return statements
    .filter((one) => one.includes(`\${${address}.`))
    .every((one) => /"StringEquals":\{.*:aud"/.test(one));
}

/** The objects of a stack whose place the provider's region decides. */
function regional(document: Json): readonly Args[] {
  const { resource = {} } = document as { resource?: Record<string, Record<string, Args>> };
  return Object.entries(resource).flatMap(([type, named]) =>
    type.startsWith("aws_") && !/^aws_(iam_|organizations_)/.test(type) ? Object.values(named) : [],
  );
}
