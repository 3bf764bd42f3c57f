import {
  Block,
  carriesDeclarations,
  EdgeNames,
  isRbacManifest,
  kubectlManifests,
  names,
  namesOf,
  placeOf,
  RBAC_GROUP,
  Resource,
  text,
  unlessUnresolved,
  World,
} from "../../simulator";
import { canGrant, holdsValues, IDENTITY_ARGUMENT } from "../../vendor/granting-types";
import { Finding, Rule } from "../finding";
import { givenTo } from "../grantee";

/**
 * Kubernetes objects that are read, told by rules of their own, or grant nothing by what they mention: values, the workloads of
 * the edges themselves and their accounts.
 */
const KUBERNETES =
  /^kubernetes_((cluster_)?role(_binding)?|secret|config_map|(default_)?service_account|env|deployment|daemon_?set|stateful_?set|pod|job|cron_job|replication_controller|labels|annotations)(_v1)?(_data)?$/;
/** Kinds of manifests that hold values or run workloads. */
const PLAIN_KINDS =
  /"kind"\s*:\s*"(Secret|ConfigMap|ServiceAccount|Deployment|DaemonSet|StatefulSet|Pod|Job|CronJob|Namespace|Service)"/;

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
  const isUnread = (one: Resource) => !isRead(one) && !holdsValues(one.type) && !isPlainKubernetes(one);
  const unread = configuration
    .everyResource()
    .filter(isUnread)
    .flatMap((one) => {
      const mentioning = canGrant(one.type) ? one : byIdentityArguments(one);
      return mentioning ? [{ resource: one, mentioning }] : [];
    });
  const running = configuration.everyResource().filter((one) => one.argumentsWith(PROGRAM, PROVISIONER).length > 0);
  if (unread.length + running.length + configuration.modules.length === 0) return [];
  const edgeNames = everyEdge.map((edge) => namesOf(clouds, edge));
  return [
    ...unread.flatMap(({ resource, mentioning }): readonly Finding[] => {
      const edge = named(edgeNames, mentioning);
      if (!edge || isOwnAssociation(world, resource)) return [];
      const found = { place: placeOf(resource), resource, edge, what: resource.type };
      if (givingOut.has(resource.type)) {
        const reason = `gives out an identity of the edge to whatever uses it`;
        return [{ code: "given-out", severity: "fault", ...found, hop: "exchange", reason }];
      }
      const given = givenTo(world, resource, now);
      if (given) {
        const { edge: of, isAdopted, words } = given;
        const severity = isAdopted ? "note" : "fault";
        const told = `makes ${of.declaration.principal} ${words}, which no edge declares`;
        return [{ ...found, code: "further-right", severity, edge: of, hop: "authorization", reason: told }];
      }
      const reason = `mentions an identity of an edge, and what a ${resource.type} grants is not simulated`;
      return [{ code: "unread-type", severity: "gap", ...found, reason }];
    }),
    ...running.flatMap((resource): readonly Finding[] => {
      const edge = named(edgeNames, resource) ?? inProgram(edgeNames, resource);
      if (!edge) return [];
      const reason = "runs a program that mentions an identity of an edge, and what it grants is not simulated";
      const found = { place: placeOf(resource), resource, argument: "provisioner", edge, what: "provisioner" };
      return [{ code: "unread-type", severity: "gap", ...found, reason }];
    }),
    ...configuration.modules.flatMap((module): readonly Finding[] => {
      const edge = named(edgeNames, module);
      if (!edge) return [];
      const reason =
        "mentions an identity of an edge, and its resources are not in what was read: read a plan or a state";
      return [{ code: "unread-type", severity: "gap", place: placeOf(module), edge, what: "module", reason }];
    }),
  ];
};

/** A provisioner that runs a program of whatever kind, on the machine of Terraform or on another. */
const PROGRAM = /local-exec|remote-exec/;
const PROVISIONER = ["provisioner"];

type Mentioning = Pick<Resource, "stack" | "mentions">;

/** What the arguments of a resource say by which it is given an identity, whatever its type; undefined where it has none. */
function byIdentityArguments(resource: Resource): Mentioning | undefined {
  const found: string[] = [];
  resource.mentions((text) => {
    if (IDENTITY_KEY.test(text)) {
      JSON.stringify(JSON.parse(text), (key: string, value: unknown) => {
        if (IDENTITY_ARGUMENT.test(key)) found.push(JSON.stringify(value ?? ""));
        return value;
      });
    }
    return false;
  });
  return found.length === 0 ? undefined : { stack: resource.stack, mentions: (test) => found.some(test) };
}

/** Whether a JSON text may have such an argument, so that it is worth to be parsed. */
const IDENTITY_KEY = /(role|identit|principal|service_account|member|grantee)/;

function named(edgeNames: readonly EdgeNames[], one: Mentioning): EdgeNames["edge"] | undefined {
  return edgeNames.find((known) => one.mentions((text) => names(known, one.stack, text)))?.edge;
}

/** A command line has a role's name or a group among other words; short names are words of their own there. */
function inProgram(edgeNames: readonly EdgeNames[], one: Mentioning): EdgeNames["edge"] | undefined {
  const isIn = (text: string) => (name: string) => name.length > 8 && text.includes(name);
  return edgeNames.find(({ whole }) => one.mentions((text) => PROGRAM.test(text) && whole.some(isIn(text))))?.edge;
}

function isPlainKubernetes(resource: Resource): boolean {
  if (KUBERNETES.test(resource.type) || carriesDeclarations(resource)) return true;
  if (resource.type === "kubectl_manifest") return isPlainYaml(resource);
  if (resource.type !== "kubernetes_manifest") return false;
  return isRbacManifest(resource) || resource.mentions((text) => PLAIN_KINDS.test(text));
}

/** Whether every object of a `kubectl_manifest` is read, or grants nothing by what it mentions. */
function isPlainYaml(resource: Resource): boolean {
  const objects = unlessUnresolved(() => kubectlManifests(resource), []);
  const isPlain = ({ apiVersion, kind }: Block) =>
    String(apiVersion).startsWith(RBAC_GROUP) || PLAIN_KINDS.test(JSON.stringify({ kind }));
  // What cannot be read is told by itself.
  return objects.every(isPlain);
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
