import {
  Block,
  block,
  carriesDeclarations,
  EdgeMentions,
  kubectlManifests,
  listedObjects,
  placeOf,
  RBAC_GROUP,
  Resource,
  text,
  unlessUnresolved,
  World,
} from "../../simulator";
import { canGrant, canNameIdentity } from "../../vendor/granting-types";
import { GRANTEES } from "../../vendor/grantees";
import { Finding, Rule } from "../finding";
import { givenTo } from "../grantee";
import { ofIdentities, ofRights } from "../mentioning-arguments";

/**
 * Kubernetes objects that are read, told by rules of their own, or grant nothing by what they mention: values, the workloads of
 * the edges themselves and their accounts.
 */
const KUBERNETES =
  /^kubernetes_((cluster_)?role(_binding)?|secret|config_map|(default_)?service_account|env|deployment|daemon_?set|stateful_?set|pod|job|cron_job|replication_controller|labels|annotations)(_v1)?(_data)?$/;
/** Kinds that hold values or run workloads, by their API group; another group's kind of the same name may be anything. */
const PLAIN_KINDS: Readonly<Record<string, readonly string[]>> = {
  "": ["Secret", "ConfigMap", "ServiceAccount", "Pod", "Namespace", "Service"],
  apps: ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet"],
  batch: ["Job", "CronJob"],
};

/**
 * Resources and modules of types that can grant, are not simulated, and mention an edge's role, identity, principal, group or user:
 * what they give cannot be told from what was read. Where it is sure that they give something to an edge's identity, or give the
 * identity out, it is a fault.
 */
export const unreadTypes: Rule = (world, now) => {
  const { clouds, configuration, everyEdge } = world;
  const simulated = new Set(clouds.flatMap(({ simulatedTypes }) => simulatedTypes));
  const givingOut = new Set(clouds.flatMap((cloud) => cloud.givingOut));
  const isRead = (one: Resource) => simulated.has(one.type) || clouds.some((cloud) => cloud.isRead?.(one));
  const unread = configuration
    .everyResource()
    .filter((one) => canNameIdentity(one.type) && !isRead(one) && !isPlainKubernetes(one));
  // The simulator reads the credentials of these types, and not their owners, who are told here.
  const owned = configuration.everyResource().filter((one) => isRead(one) && Object.hasOwn(GRANTEES, one.type));
  if (unread.length + owned.length + configuration.modules.length === 0) return [];
  const mentions = new EdgeMentions(clouds, everyEdge);
  return [
    ...unread.flatMap((resource): readonly Finding[] => {
      const edge = mentions.in(resource, canGrant(resource.type) ? ofRights : ofIdentities);
      if (!edge || isOwnAssociation(world, resource)) return [];
      const found = { place: placeOf(resource), resource, edge, what: resource.type };
      if (givingOut.has(resource.type)) {
        const reason = `gives out an identity of the edge to whatever uses it`;
        return [{ code: "given-out", severity: "fault", ...found, hop: "exchange", reason }];
      }
      const given = furtherRight(world, resource, now);
      if (given) return [given];
      const reason = `mentions an identity of an edge, and what a ${resource.type} grants is not simulated`;
      return [{ code: "unread-type", severity: "gap", ...found, reason }];
    }),
    ...owned.flatMap((resource) => furtherRight(world, resource, now) ?? []),
    ...configuration.modules.flatMap((module): readonly Finding[] => {
      const edge = mentions.in(module, ofRights);
      if (!edge) return [];
      const reason =
        "mentions an identity of an edge, and its resources are not in what was read: read a plan or a state";
      return [{ code: "unread-type", severity: "gap", place: placeOf(module), edge, what: "module", reason }];
    }),
  ];
};

function furtherRight(world: World, resource: Resource, now: number): Finding | undefined {
  const given = givenTo(world, resource, now);
  if (!given) return undefined;
  const { edge, isAdopted, words } = given;
  const severity = isAdopted ? "note" : "fault";
  const reason = `makes ${edge.declaration.principal} ${words}, which no edge declares`;
  const at = { place: placeOf(resource), resource, edge, what: resource.type };
  return { code: "further-right", severity, ...at, hop: "authorization", reason };
}

function isPlainKubernetes(resource: Resource): boolean {
  if (KUBERNETES.test(resource.type) || carriesDeclarations(resource)) return true;
  if (resource.type === "kubectl_manifest") {
    // What cannot be read is told by itself.
    return unlessUnresolved(() => kubectlManifests(resource), []).every(isPlainObject);
  }
  if (resource.type !== "kubernetes_manifest") return false;
  return unlessUnresolved(() => listedObjects(block(resource.argument("manifest"))).every(isPlainObject), false);
}

/** Whether an object is one of RBAC, which is read, or grants nothing by what it mentions. */
function isPlainObject({ apiVersion, kind }: Block): boolean {
  const version = String(apiVersion);
  if (version.startsWith(RBAC_GROUP)) return true;
  const group = version.includes("/") ? version.split("/")[0] : "";
  return Object.hasOwn(PLAIN_KINDS, group) && PLAIN_KINDS[group].includes(String(kind));
}

/** The association by which EKS gives an edge's own pods the edge's role. */
function isOwnAssociation({ everyEdge }: World, resource: Resource): boolean {
  if (!resource.type.endsWith("_eks_pod_identity_association")) return false;
  const said = (name: string) => resource.mentions((text) => text.includes(`"${name}"`));
  const cluster = unlessUnresolved(() => text(resource.argument("cluster_name")), undefined);
  return everyEdge.some(({ declaration: { source }, request }) => {
    const [, , namespace, name] = source.subject.split(":");
    const isOfCluster =
      cluster === undefined || source.name === undefined || source.name.endsWith(`:cluster/${cluster}`);
    return request.flags.source === "eks-pod-identity" && isOfCluster && said(namespace) && said(name);
  });
}
