import { Assignable, block, blocks, Provider, text, texts } from "../../terraform";
import { ASSIGNED_AUTHORITY } from "../assigned-authority";
import { hexOf } from "../digest";
import { AwsAccounts } from "./accounts";
import { domainOf, partitionOf } from "./regions";

/** What AWS assigns to a resource or tells in a data source; undefined for what it does not. */
export function assign(accounts: AwsAccounts, resource: Assignable, attribute: string): unknown {
  const { type, provider, mode } = resource;
  const asked = (name: string) => text(resource.argument(name)) ?? "";
  if (mode === "data") {
    if (type === "aws_eks_cluster") return eksCluster(accounts, resource, attribute);
    if (type === "aws_caller_identity" && attribute === "account_id") return accounts.of(resource);
    if (type === "aws_partition") return ofPartition(accounts.partitionOf(provider), attribute);
    if (type === "aws_region" && ["id", "name", "region"].includes(attribute)) return accounts.regionOf(provider);
    if (type === "aws_iam_policy_document" && attribute === "json") return policyDocument(resource);
    return undefined;
  }
  switch (type) {
    case "aws_iam_role": {
      const path = resource.has("path") ? asked("path") : "/";
      if (attribute === "arn") return iamArn(accounts, resource, `role${path}${asked("name")}`);
      if (attribute === "unique_id") return uniqueIdOf(iamArn(accounts, resource, `role${path}${asked("name")}`));
      return attribute === "id" ? asked("name") : undefined;
    }
    case "aws_iam_openid_connect_provider": {
      const issuer = asked("url").replace(/^https:\/\//, "");
      if (attribute === "arn" || attribute === "id") return iamArn(accounts, resource, `oidc-provider/${issuer}`);
      return attribute === "url" ? issuer : undefined;
    }
    case "aws_eks_cluster":
      return eksCluster(accounts, resource, attribute);
    default:
      return undefined;
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

/** A policy written as blocks, as JSON: enough of it for trust policies. */
function policyDocument(resource: Assignable): string | undefined {
  if (["source_policy_documents", "override_policy_documents"].some((name) => resource.has(name))) return undefined;
  const statements = blocks(resource.argument("statement")).map((statement) => ({
    Effect: text(statement.effect) ?? "Allow",
    ...list("Action", statement.actions),
    ...list("NotAction", statement.not_actions),
    Principal: principals(statement.principals),
    ...conditions(statement.condition),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function list(name: string, value: unknown): object {
  return value === undefined || value === null ? {} : { [name]: texts(value) };
}

function principals(value: unknown): object | string {
  const named = blocks(value).map(({ type, identifiers }) => [text(type) ?? "", texts(identifiers)] as const);
  if (named.some(([type]) => type === "*")) return "*";
  return Object.fromEntries(named);
}

function conditions(value: unknown): object {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (const one of blocks(value)) {
    const { test, variable, values } = block(one);
    (all[text(test) ?? ""] ??= {})[text(variable) ?? ""] = texts(values);
  }
  return Object.keys(all).length ? { Condition: all } : {};
}
