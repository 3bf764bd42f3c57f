import { parse } from "yaml";
import { Block, block, Configuration, Resource, text, texts, UnresolvedValue } from "../../terraform";
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
  try {
    const { mapRoles, mapUsers, mapAccounts } = block(written().data);
    const all = [...mappingsIn(mapUsers, "userarn"), ...mappingsIn(mapRoles, "rolearn")];
    // The last mapping of an ARN counts, and one of a role before one of a user.
    const byArn = new Map(all.map((one) => [one.principalArn.toLowerCase(), one]));
    return { resource, mappings: [...byArn.values()], accounts: listIn(mapAccounts).map(String) };
  } catch (error) {
    if (error instanceof UnresolvedValue) {
      return { resource, mappings: [], accounts: [], unknown: `cannot be known: ${error.reason}` };
    }
    if (error instanceof NoMap) return { resource, mappings: [], accounts: [], unknown: error.message };
    throw error;
  }
}

class NoMap extends Error {}

function listIn(value: unknown): readonly unknown[] {
  const list = parsed(text(value) ?? "") ?? [];
  if (!Array.isArray(list)) throw new NoMap("is no list of mappings");
  return list as unknown[];
}

function mappingsIn(value: unknown, arn: "rolearn" | "userarn"): readonly IdentityMapping[] {
  return listIn(value).flatMap((one) => {
    const entry = block(one);
    const principalArn = text(entry[arn]);
    if (principalArn === undefined) return [];
    return [{ principalArn, userName: text(entry.username) ?? "", groups: texts(entry.groups) }];
  });
}

function parsed(document: string): unknown {
  if (document.length > MAX_CHARACTERS) throw new NoMap("is larger than a ConfigMap may be");
  try {
    return parse(document, { maxAliasCount: 100, logLevel: "error" }) as unknown;
  } catch {
    throw new NoMap("is no YAML");
  }
}
