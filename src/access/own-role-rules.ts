import { TerraformResource, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import { ClusterAccess } from "./cluster-access";
import { TargetCluster } from "../clusters";
import { isLiteral, resolved } from "../common";
import { DeclaredRule } from "../trust-declaration";

const TYPES = /^kubernetes_(cluster_)?role(_v1)?$/;

/** A role that the app makes, by the constructs' own inputs. */
interface MadeRole extends TerraformResource {
  readonly metadataInput?: { readonly name?: string; readonly namespace?: string };
  readonly ruleInput?: unknown;
  readonly aggregationRuleInput?: unknown;
}

/** The roles of stacks, kept until the program next waits: others may be added then. */
const FOUND = new Map<TerraformStack, readonly MadeRole[]>();

/**
 * What the role of an access permits, where the app makes it by the Kubernetes provider of the cluster; undefined for a role that is
 * built in, is made elsewhere, or gathers its rules from others.
 */
export function ownRoleRules(cluster: TargetCluster, access: ClusterAccess): DeclaredRule[] | undefined {
  const { level, roleKind, roleName, namespaces } = access;
  const { kubernetesProvider } = cluster;
  if (level !== undefined || roleName === undefined || !kubernetesProvider) return undefined;
  const role = rolesIn(TerraformStack.of(kubernetesProvider)).find((one) => {
    const { name, namespace = "default" } = one.metadataInput ?? {};
    const isClusterRole = one.terraformResourceType.includes("cluster");
    if (one.provider !== kubernetesProvider || name !== roleName) return false;
    return isClusterRole ? roleKind === "ClusterRole" : roleKind === "Role" && namespaces.includes(namespace);
  });
  if (!role || role.aggregationRuleInput !== undefined) return undefined;
  const rules = resolved(role, role.ruleInput);
  // What is known at apply alone cannot be compared with what is read.
  if (!Array.isArray(rules) || JSON.stringify(rules).includes("${")) return undefined;
  return (rules as Readonly<Record<string, string[]>>[]).map(ruleOf);
}

function ruleOf({
  apiGroups,
  resources,
  verbs,
  resourceNames,
  nonResourceUrls,
}: Record<string, string[]>): DeclaredRule {
  return {
    verbs,
    ...(apiGroups ? { apiGroups } : {}),
    ...(resources ? { resources } : {}),
    ...(resourceNames?.length ? { resourceNames } : {}),
    ...(nonResourceUrls?.length ? { nonResourceURLs: nonResourceUrls } : {}),
  };
}

function rolesIn(stack: TerraformStack): readonly MadeRole[] {
  const known = FOUND.get(stack);
  if (known) return known;
  const found = stack.node.findAll().filter(isRole);
  FOUND.set(stack, found);
  queueMicrotask(() => FOUND.delete(stack));
  return found;
}

function isRole(construct: IConstruct): construct is MadeRole {
  if (!TerraformResource.isTerraformResource(construct) || !TYPES.test(construct.terraformResourceType)) return false;
  return isLiteral((construct as MadeRole).metadataInput?.name);
}
