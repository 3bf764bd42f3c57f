import {
  carriesDeclarations,
  EdgeNames,
  isRbacManifest,
  names,
  namesOf,
  placeOf,
  Resource,
  World,
} from "../../simulator";
import { canGrant } from "../../vendor/granting-types";
import { Finding, Rule } from "../finding";

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
 * what they give cannot be told from what was read.
 */
export const unreadTypes: Rule = (world) => {
  const { clouds, configuration, edges } = world;
  const simulated = new Set(clouds.flatMap(({ simulatedTypes }) => simulatedTypes));
  const givingOut = new Set(clouds.flatMap((cloud) => cloud.givingOut));
  const isUnread = (one: Resource) => !simulated.has(one.type) && !isPlainKubernetes(one) && canGrant(one.type);
  const unread = configuration.everyResource().filter(isUnread);
  if (unread.length + configuration.modules.length === 0) return [];
  const edgeNames = edges.map((edge) => namesOf(clouds, edge));
  return [
    ...unread.flatMap((resource): readonly Finding[] => {
      const edge = named(edgeNames, resource);
      if (!edge || isOwnAssociation(world, resource)) return [];
      const found = { place: placeOf(resource), resource, edge, what: resource.type };
      if (givingOut.has(resource.type)) {
        const reason = `gives out an identity of the edge to whatever uses it`;
        return [{ code: "given-out", severity: "fault", ...found, hop: "exchange", reason }];
      }
      const reason = `mentions an identity of an edge, and what a ${resource.type} grants is not simulated`;
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

function named(
  edgeNames: readonly EdgeNames[],
  one: { readonly stack: string; mentions(test: (text: string) => boolean): boolean },
): EdgeNames["edge"] | undefined {
  return edgeNames.find((known) => one.mentions((text) => names(known, one.stack, text)))?.edge;
}

function isPlainKubernetes(resource: Resource): boolean {
  if (KUBERNETES.test(resource.type) || carriesDeclarations(resource)) return true;
  if (resource.type !== "kubernetes_manifest") return false;
  return isRbacManifest(resource) || resource.mentions((text) => PLAIN_KINDS.test(text));
}

/** The association by which EKS gives an edge's own pods the edge's role. */
function isOwnAssociation({ edges }: World, resource: Resource): boolean {
  if (resource.type !== "aws_eks_pod_identity_association") return false;
  const said = (name: string) => resource.mentions((text) => text.includes(`"${name}"`));
  return edges.some(({ declaration, request }) => {
    const [, , namespace, name] = declaration.source.subject.split(":");
    return request.flags.source === "eks-pod-identity" && said(namespace) && said(name);
  });
}
