import { parse } from "yaml";
import { Block, block, Configuration, Resource, text, UnresolvedValue } from "../../terraform";
import { RbacObject } from "./rbac-objects";

/** An IAM identity that the ConfigMap `aws-auth` maps to a user. */
export interface IdentityMapping {
  /** A role's ARN without a path, or a user's. */
  readonly principalArn: string;
  readonly userName: string;
  readonly groups: readonly string[];
}

/** The ConfigMap `aws-auth` of a cluster, as one resource makes it. */
export interface AuthMap {
  readonly resource: Resource;
  readonly mappings: readonly IdentityMapping[];
  /** Accounts whose every principal is a user by its ARN, without a group, where no mapping is its own. */
  readonly accounts: readonly string[];
  /** Why the mappings are not known. */
  readonly unknown?: string;
}

const TYPES = [
  "kubernetes_config_map",
  "kubernetes_config_map_v1",
  "kubernetes_config_map_v1_data",
  "kubernetes_manifest",
];
/** A ConfigMap holds 1 MiB at most. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * The ConfigMaps `aws-auth` that Terraform makes.
 *
 * kubernetes-sigs/aws-iam-authenticator, README: "Full Configuration Format".
 */
export function authMaps(configuration: Configuration): readonly RbacObject<AuthMap>[] {
  return TYPES.flatMap((type) => configuration.resources(type)).flatMap((resource) => {
    const written = (): Block => {
      if (resource.type !== "kubernetes_manifest") {
        return { metadata: resource.argument("metadata"), data: resource.argument("data"), kind: "ConfigMap" };
      }
      return block(resource.argument("manifest"));
    };
    const metadata = () => block(written().metadata);
    if (!isAwsAuth(resource, written)) return [];
    return [{ resource, metadata, read: () => mapIn(resource, written) }];
  });
}

/** What cannot be known may be it; a manifest that cannot be known is told as one that may be a binding. */
function isAwsAuth({ type }: Resource, written: () => Block): boolean {
  try {
    const { kind, metadata } = written();
    const { name, namespace } = block(metadata);
    return kind === "ConfigMap" && name === "aws-auth" && namespace === "kube-system";
  } catch (error) {
    if (error instanceof UnresolvedValue) return type !== "kubernetes_manifest";
    throw error;
  }
}

function mapIn(resource: Resource, written: () => Block): AuthMap {
  const reasons: string[] = [];
  /** Of lists that cannot be read the others count. */
  const attempt = <T>(read: () => readonly T[]): readonly T[] => {
    try {
      return read();
    } catch (error) {
      if (error instanceof UnresolvedValue) reasons.push(`cannot be known: ${error.reason}`);
      else if (error instanceof NoMap) reasons.push(error.message);
      else throw error;
      return [];
    }
  };
  const inList = (name: string, arn: string) => attempt(() => mappingsIn(block(written().data)[name], arn));
  const all = [...inList("mapUsers", "userarn"), ...inList("mapRoles", "rolearn")];
  const accounts = attempt(() => listIn(block(written().data).mapAccounts, "failsafe").map(String));
  if (all.some(({ principalArn }) => /[*?]/.test(principalArn))) {
    reasons.push("has a role with a wildcard, which only later versions of EKS's authenticator know");
  }
  // The last mapping of an ARN counts, and one of a role before one of a user.
  const byArn = new Map(all.map((one) => [one.principalArn.toLowerCase(), one]));
  return { resource, mappings: [...byArn.values()], accounts, ...(reasons.length ? { unknown: reasons[0] } : {}) };
}

class NoMap extends Error {}

/** What stands for nothing, beside white space. */
const NOTHING = ["", "``", '""'];

function listIn(value: unknown, schema: "core" | "failsafe"): readonly unknown[] {
  const document = text(value) ?? "";
  const list = NOTHING.includes(document.trim()) ? [] : (parsed(document, schema) ?? []);
  if (!Array.isArray(list)) throw new NoMap("is no list of mappings");
  return list as unknown[];
}

/** The mappings of a list. Go, which decodes them, ignores the letter case of keys, and takes no group that is no text in a list. */
function mappingsIn(value: unknown, arn: string): readonly IdentityMapping[] {
  return listIn(value, "core").flatMap((one) => {
    const entry = new Map(Object.entries(block(one)).map(([key, said]) => [key.toLowerCase(), said]));
    const principalArn = text(entry.get(arn));
    if (principalArn === undefined) return [];
    const groups = entry.get("groups");
    const listed = Array.isArray(groups) ? groups.filter((group) => typeof group === "string") : [];
    return [{ principalArn, userName: text(entry.get("username")) ?? "", groups: listed }];
  });
}

/** @param schema the failsafe one keeps numbers as they are written */
function parsed(document: string, schema: "core" | "failsafe"): unknown {
  if (document.length > MAX_CHARACTERS) throw new NoMap("is larger than a ConfigMap may be");
  try {
    return parse(document, { maxAliasCount: 100, logLevel: "error", schema }) as unknown;
  } catch {
    throw new NoMap("is no YAML");
  }
}
