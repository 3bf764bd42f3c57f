import { block, placeOf, Resource, text, unlessUnresolved, World } from "../../simulator";
import { RefusedObject, RefusedObjectRule } from "../finding";

/** What there can be once, by its type: the object's identity, in the form in which its API compares it. */
const IDENTITIES: Readonly<Record<string, (resource: Resource, world: World) => readonly (string | undefined)[]>> = {
  aws_iam_openid_connect_provider: (one) => [text(one.attribute("arn"))],
  // AWS IAM API Reference: CreateRole, CreatePolicy: names are one in an account, whatever their paths and letter case.
  aws_iam_role: (one) => withoutPath(text(one.attribute("arn"))),
  aws_iam_policy: (one) => withoutPath(text(one.attribute("arn"))),
  aws_iam_role_policy: (one) => [...by(one, "role", "name"), one.stack, one.provider?.key],
  google_iam_workload_identity_pool: (one, world) => [
    ...by(one, "project", "workload_identity_pool_id"),
    providerOf(one, world),
  ],
  google_iam_workload_identity_pool_provider: (one, world) => [
    ...by(one, "project", "workload_identity_pool_id", "workload_identity_pool_provider_id"),
    providerOf(one, world),
  ],
  google_service_account: (one, world) => [...by(one, "project", "account_id"), providerOf(one, world)],
  azurerm_user_assigned_identity: (one, world) => [
    ...lowered(by(one, "resource_group_name", "name")),
    providerOf(one, world),
  ],
  azurerm_federated_identity_credential: (one) =>
    lowered([text(one.argument("parent_id")), text(one.argument("name"))]),
  ...Object.fromEntries(
    ["role_binding", "cluster_role_binding", "role", "cluster_role", "config_map", "secret", "service_account"].flatMap(
      (kind) => ["", "_v1"].map((version) => [`kubernetes_${kind}${version}`, inCluster]),
    ),
  ),
};
/** What there can be once beside its name. */
const FURTHER: Readonly<Record<string, (resource: Resource) => readonly (string | undefined)[]>> = {
  // Entra documentation: "Important considerations and restrictions for federated identity credentials": issuer and subject are unique.
  azurerm_federated_identity_credential: (one) => [
    text(one.argument("parent_id"))?.toLowerCase(),
    ...by(one, "issuer", "subject"),
  ],
  // Azure RBAC documentation: "Troubleshoot Azure RBAC", RoleAssignmentExists.
  azurerm_role_assignment: (one) =>
    lowered([
      ...by(one, "scope", "principal_id"),
      (text(one.argument("role_definition_id")) ?? text(one.argument("role_definition_name")))?.split("/").at(-1),
    ]),
};

/** Objects that two resources create, of which the API refuses the later one: what it grants is not there. */
export const createdTwice: RefusedObjectRule = (world) => {
  const known = new Map<string, Resource>();
  const found: RefusedObject[] = [];
  const told = new Set<string>();
  const note = (resource: Resource, kind: string, parts: readonly (string | undefined)[]) => {
    // A name that is generated or not known may be any.
    if (parts.some((part) => part === undefined)) return;
    const key = JSON.stringify([kind, ...parts]);
    const first = known.get(key);
    if (!first) return void known.set(key, resource);
    // A plan beside a state, and a stack that was read twice, are one object.
    if (first.address === resource.address) return;
    // Which of them comes first is not known. Two that agree in more than one way are told once.
    if (told.has(JSON.stringify([placeOf(first), placeOf(resource)]))) return;
    told.add(JSON.stringify([placeOf(first), placeOf(resource)]));
    found.push(refused(first, resource), refused(resource, first));
  };
  for (const [type, identityOf] of Object.entries(IDENTITIES)) {
    for (const one of world.configuration.resources(type)) {
      note(
        one,
        type.replace(/_v1$/, ""),
        unlessUnresolved(() => identityOf(one, world), [undefined]),
      );
    }
  }
  for (const [type, identityOf] of Object.entries(FURTHER)) {
    for (const one of world.configuration.resources(type)) {
      note(
        one,
        `what ${type} says`,
        unlessUnresolved(() => identityOf(one), [undefined]),
      );
    }
  }
  for (const one of world.configuration.resources("kubernetes_manifest")) {
    const { kind } = block(unlessUnresolved(() => one.argument("manifest"), undefined));
    const type = typeof kind === "string" ? `kubernetes_${kind.replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase()}` : "";
    if (type in IDENTITIES) note(one, type, inCluster(one, world, block(one.argument("manifest")).metadata));
  }
  const { aws } = world;
  for (const cluster of aws.clusterNames) {
    for (const { resource, principalArn } of aws.entriesOf(cluster)) note(resource, "entry", [cluster, principalArn]);
  }
  for (const { name } of world.clusters) {
    for (const { resource, principalArn, policy } of aws.associationsOf(name)) {
      note(resource, "association", [name, principalArn, policy]);
    }
  }
  return found;
};

function refused(resource: Resource, other: Resource): RefusedObject {
  const reason = `the vendor's API stores one of two: ${placeOf(other)} creates the same object`;
  const at = { place: placeOf(resource), resource, what: resource.type };
  return { code: "refused-object", severity: "fault", ...at, reason };
}

function by(resource: Resource, ...names: readonly string[]): readonly (string | undefined)[] {
  // A project that is not written is the provider's.
  return names.map((name) => text(resource.argument(name)) ?? (name === "project" ? "" : undefined));
}

function lowered(parts: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return parts.map((part) => part?.toLowerCase());
}

/** The provider that makes an object; undefined where it cannot be told, as in a state, whose objects are all there. */
function providerOf(resource: Resource, { configuration }: World): string | undefined {
  const { stack, provider } = resource;
  if (!provider && configuration.locate(resource).isShown) return undefined;
  return `${stack} ${provider?.key ?? ""}`;
}

function withoutPath(arn: string | undefined): readonly (string | undefined)[] {
  return [arn?.replace(/^(arn:[^:]*:iam::\d+:\w+\/).*?([^/]+)$/, "$1$2").toLowerCase()];
}

function inCluster(
  resource: Resource,
  world: World,
  metadata: unknown = resource.argument("metadata"),
): readonly (string | undefined)[] {
  const { name, namespace } = block(metadata);
  return [text(name), text(namespace) ?? "default", providerOf(resource, world)];
}
