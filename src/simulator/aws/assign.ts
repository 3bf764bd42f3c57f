import { Assignable, block, blocks, Provider, text, texts, UnresolvedValue } from "../../terraform";
import { ASSIGNED_AUTHORITY } from "../assigned-authority";
import { hexOf } from "../digest";
import { AwsAccounts } from "./accounts";
import { domainOf, partitionOf } from "./regions";
import { nameOf, serviceAttribute } from "./service-ids";

/** What AWS assigns to a resource or tells in a data source; undefined for what it does not. */
export function assign(accounts: AwsAccounts, resource: Assignable, attribute: string): unknown {
  const { type, provider, mode } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  if (mode === "data") {
    if (type === "aws_eks_cluster") return eksCluster(accounts, resource, attribute);
    if (type === "aws_caller_identity" && attribute === "account_id") return accounts.of(resource);
    if (type === "aws_partition") return ofPartition(accounts.partitionOf(provider), attribute);
    if (type === "aws_region" && ["id", "name", "region"].includes(attribute)) return accounts.regionOf(provider);
    if (type === "aws_iam_policy_document" && ["json", "minified_json"].includes(attribute)) {
      return policyDocument(resource);
    }
    return undefined;
  }
  switch (type) {
    case "aws_iam_role": {
      const path = resource.has("path") ? asked("path") : "/";
      const name = nameOf(resource);
      if (attribute === "arn") return iamArn(accounts, resource, `role${path}${name}`);
      if (attribute === "unique_id") return uniqueIdOf(iamArn(accounts, resource, `role${path}${name}`));
      return attribute === "id" || attribute === "name" ? name : undefined;
    }
    case "aws_iam_policy": {
      const path = resource.has("path") ? asked("path") : "/";
      if (attribute === "name") return nameOf(resource);
      return attribute === "arn" || attribute === "id"
        ? iamArn(accounts, resource, `policy${path}${nameOf(resource)}`)
        : undefined;
    }
    case "aws_iam_openid_connect_provider": {
      const issuer = asked("url").replace(/^https:\/\//i, "");
      if (attribute === "arn" || attribute === "id") return iamArn(accounts, resource, `oidc-provider/${issuer}`);
      return attribute === "url" ? issuer : undefined;
    }
    case "aws_eks_cluster":
      return eksCluster(accounts, resource, attribute);
    default:
      return serviceAttribute(accounts, resource, attribute);
  }
}

/** The unique id that IAM draws for a role: it changes when the role is recreated, never else. */
export function uniqueIdOf(arn: string): string {
  return `AROA${hexOf(`role ${arn}`, 17).toUpperCase()}`;
}

function iamArn(accounts: AwsAccounts, resource: Assignable, name: string): string {
  return `arn:${accounts.partitionOf(resource.provider)}:iam::${accounts.of(resource)}:${name}`;
}

function eksCluster(accounts: AwsAccounts, resource: Assignable, attribute: string): unknown {
  if (!["arn", "id", "endpoint", "identity", "certificate_authority"].includes(attribute)) return undefined;
  const name = text(resource.argument("name")) ?? "";
  if (attribute === "id") return name;
  const region = regionOf(accounts, resource, resource.provider);
  const arn = `arn:${partitionOf(region)}:eks:${region}:${accounts.of(resource)}:cluster/${name}`;
  const id = hexOf(arn, 32).toUpperCase();
  const domain = domainOf(partitionOf(region));
  switch (attribute) {
    case "arn":
      return arn;
    case "endpoint":
      return `https://${id}.gr7.${region}.eks.${domain}`;
    case "identity":
      return [{ oidc: [{ issuer: `https://oidc.eks.${region}.${domain}/id/${id}` }] }];
    case "certificate_authority":
      return [{ data: ASSIGNED_AUTHORITY }];
    default:
      return undefined;
  }
}

function regionOf(accounts: AwsAccounts, resource: Assignable, provider: Provider | undefined): string {
  return text(resource.argument("region")) ?? accounts.regionOf(provider);
}

function ofPartition(partition: string, attribute: string): unknown {
  if (attribute === "partition" || attribute === "id") return partition;
  return attribute === "dns_suffix" ? domainOf(partition) : undefined;
}

interface BlockStatement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

/**
 * A policy written as blocks, as JSON: the statements of the sources, then those of the block, of which later ones with a sid
 * of an earlier one take its place when they override.
 *
 * AWS provider documentation: "Data Source: aws_iam_policy_document".
 */
function policyDocument(resource: Assignable): string | undefined {
  const own = blocks(resource.argument("statement")).map((statement): BlockStatement => ({
    ...(text(statement.sid) ? { Sid: text(statement.sid) } : {}),
    Effect: text(statement.effect) ?? "Allow",
    ...list("Action", statement.actions),
    ...list("NotAction", statement.not_actions),
    ...list("Resource", statement.resources),
    ...list("NotResource", statement.not_resources),
    ...principals("Principal", statement.principals),
    ...principals("NotPrincipal", statement.not_principals),
    ...conditions(statement.condition),
  }));
  const documents = (...names: readonly string[]) =>
    names.flatMap((name) => texts(resource.argument(name))).map(documentIn);
  const sources = documents("source_json", "source_policy_documents");
  const overriding = documents("override_policy_documents", "override_json");
  const [ofSources, ofOverriding] = [sources, overriding].map((all) => all.flatMap(({ statements }) => statements));
  for (const statements of [ofSources, own]) refuseSameSid(statements);
  // The block's own statements override those of sources with the same sid; documents that override come last.
  const merged = [...own, ...ofOverriding].reduce<readonly BlockStatement[]>(overridden, ofSources);
  const versions = [...sources, ...overriding].map(({ version }) => version);
  // The latest version counts, whichever document has it.
  const [Version] = [text(resource.argument("version")) ?? "2012-10-17", ...versions].sort().reverse();
  return JSON.stringify({ Version, Statement: merged });
}

/** The provider takes a sid once among the statements of the block, and once among those of the sources. */
function refuseSameSid(statements: readonly BlockStatement[]): void {
  const seen = new Set<string>();
  for (const { Sid } of statements) {
    if (Sid && seen.has(Sid)) throw new UnresolvedValue(Sid, "is the sid of two statements of one policy document");
    if (Sid) seen.add(Sid);
  }
}

function overridden(statements: readonly BlockStatement[], statement: BlockStatement): readonly BlockStatement[] {
  const at = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
  return at < 0 ? [...statements, statement] : statements.map((one, i) => (i === at ? statement : one));
}

/** A document that another one is made of; an empty text is one without statements. */
function documentIn(document: string): { readonly version: string; readonly statements: readonly BlockStatement[] } {
  if (document === "") return { version: "", statements: [] };
  try {
    const { Version = "", Statement = [] } = JSON.parse(document) as {
      Version?: string;
      Statement?: BlockStatement | BlockStatement[];
    };
    return { version: Version, statements: [Statement].flat() };
  } catch {
    throw new UnresolvedValue(document.slice(0, 40), "is no JSON, and stands among the documents of a policy");
  }
}

function list(name: string, value: unknown): object {
  return value === undefined || value === null ? {} : { [name]: texts(value).map(withVariables) };
}

/** Policy variables are written `&{aws:username}` in blocks, since `${` is Terraform's own. */
function withVariables(value: string): string {
  return value.replaceAll("&{", "${");
}

function principals(name: string, value: unknown): object {
  const named = new Map<string, string[]>();
  for (const { type, identifiers } of blocks(value)) {
    named.set(text(type) ?? "", [...(named.get(text(type) ?? "") ?? []), ...texts(identifiers).map(withVariables)]);
  }
  if (named.size === 0) return {};
  return { [name]: named.has("*") ? "*" : Object.fromEntries(named) };
}

function conditions(value: unknown): object {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (const one of blocks(value)) {
    const { test, variable, values } = block(one);
    const ofTest = (all[text(test) ?? ""] ??= {});
    const key = text(variable) ?? "";
    // Blocks of one operator and key add up; they are a set.
    ofTest[key] = [...new Set([...(ofTest[key] ?? []), ...texts(values).map(withVariables)])];
  }
  return Object.keys(all).length ? { Condition: all } : {};
}
