import { Claims, Edge, flagOf, Hop } from "../../simulator";
import { ownClaims } from "../pods/own-identity";
import { endsOf } from "./outcome";
import { Workbench } from "./workbench";

/** A service account of the mesh that an edge is not for, with a good token of its own. */
export interface Other {
  readonly name: string;
  readonly claims: Claims;
  /** Whether no edge at all lets it into the cluster. */
  readonly isUndeclared: boolean;
  /** Where it must be refused at this edge. */
  readonly expected: Hop;
}

/**
 * The service accounts of the mesh that an edge is not for. Two that share one pool provider both pass its exchange, each as
 * itself: they are told apart by what each may do, or where this edge acts as a Google service account, there.
 */
export function othersAt({ lab, world }: Workbench, edge: Edge): readonly Other[] {
  const own = world.everyEdge.filter((one) => isSameWay(one, edge));
  return bySource(world.everyEdge).flatMap((other): readonly Other[] => {
    const { source } = other.declaration;
    if (!lab.issuers.has(source.issuer) || own.some((one) => covers(one, other))) return [];
    const sharesProvider = world.everyEdge.some((one) => covers(one, other) && isSameProvider(one, edge));
    const impersonates = flagOf(edge.request, "service-account") !== undefined;
    // Pods that use services have no plugin, which would ask for the impersonation.
    if (sharesProvider && (!impersonates || edge.service)) return [];
    return [
      {
        name: endsOf(other).from,
        claims: { ...ownClaims(lab, other), aud: ownClaims(lab, edge).aud },
        isUndeclared: !world.everyEdge.some((one) => covers(one, other) && isSameTarget(one, edge)),
        expected: sharesProvider ? "impersonation" : "exchange",
      },
    ];
  });
}

/** One edge of each subject, the last: what is asked of others is the same for all edges of a subject. */
function bySource(edges: readonly Edge[]): readonly Edge[] {
  return [
    ...new Map(
      edges.map((one) => [`${one.declaration.source.issuer} ${one.declaration.source.subject}`, one]),
    ).values(),
  ];
}

/** Whether two edges come by the same identity: by the same arguments, or to services by the same principal. */
function isSameWay(a: Edge, b: Edge): boolean {
  if (a.service || b.service) return a.declaration.principal === b.declaration.principal;
  const [one, other] = [a, b].map(({ client }) => client.stanza.args);
  return one.length === other.length && one.every((arg, i) => arg === other[i]);
}

function covers({ declaration }: Edge, other: Edge): boolean {
  const [own, their] = [declaration.source, other.declaration.source];
  if (own.issuer !== their.issuer) return false;
  return own.subject.endsWith("*") ? their.subject.startsWith(own.subject.slice(0, -1)) : own.subject === their.subject;
}

function isSameProvider(a: Edge, b: Edge): boolean {
  const [one, other] = [a, b].map(({ request }) => flagOf(request, "audience"));
  return b.request.subcommand === "gke" && one !== undefined && one === other;
}

function isSameTarget(a: Edge, b: Edge): boolean {
  return a.declaration.target.name === b.declaration.target.name;
}
