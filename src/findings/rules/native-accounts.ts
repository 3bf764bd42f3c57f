import {
  AccountObject,
  accountObjects,
  Edge,
  flagOf,
  impersonatedAccount,
  isOfSubject,
  isServiceAccount,
  isServiceEdge,
  nativeSource,
  placeOf,
  World,
} from "../../simulator";
import { GKE_ACCOUNT_ANNOTATION } from "../../vendor/google/federation";
import { Finding, Rule } from "../finding";
import { isInSourceCluster } from "../pods/account-cluster";

/**
 * Service accounts of GKE whose pods do not act as declared: their annotation names another Google service account, none, or one where
 * the pool's own principal is declared. GKE's metadata server decides by the annotation alone.
 */
export const nativeAccounts: Rule = (world) =>
  world.everyEdge.flatMap((edge) => {
    if (nativeSource(edge) !== "google-metadata" || !isServiceAccount(edge.declaration.source)) return [];
    return ofEdge(world, edge);
  });

function ofEdge(world: World, edge: Edge): readonly Finding[] {
  // A plugin that is told a service account impersonates it by itself, as the pool's principal.
  const isTold = !isServiceEdge(edge) && flagOf(edge.request, "service-account") !== undefined;
  const wanted = isTold ? undefined : impersonatedAccount(edge);
  const { source, principal } = edge.declaration;
  const named = accountObjects(world.configuration).filter((one) => isNamed(edge, one));
  const sure = named.filter((one) => isInSourceCluster(world, edge, one) === true);
  const own = sure.length > 0 ? sure : named.filter((one) => isInSourceCluster(world, edge, one) === undefined);
  const [object] = own;
  if (object === undefined || own.some((one) => isKnown(one) && accountIn(one) === wanted)) return [];
  const { resource, argument } = object;
  const at = { place: placeOf(resource), resource, argument, edge, hop: "source" } as const;
  if (!isKnown(object)) {
    const reason = `whether its annotation ${GKE_ACCOUNT_ANNOTATION} leads to ${principal} is not known`;
    return [{ code: "pod-wiring", severity: "gap", ...at, reason }];
  }
  const account = accountIn(object);
  const acts = account === undefined ? "as the principal of GKE's own pool" : `as ${account}`;
  const reason = `by the annotation ${GKE_ACCOUNT_ANNOTATION} pods of ${source.subject} act ${acts}, and ${principal} is declared`;
  const isSure = sure.length > 0 || (own.length === 1 && !isInSeveral(world, edge));
  return [{ code: "pod-wiring", severity: isSure ? "fault" : "gap", ...at, reason }];
}

/** Whether several clusters have a service account of the edge's name. */
function isInSeveral({ everyEdge }: World, { declaration: { source } }: Edge): boolean {
  return everyEdge.some(({ declaration: { source: other } }) => {
    return other.subject === source.subject && other.issuer !== source.issuer;
  });
}

/** Whether an object has the name of an edge's service account, or one of those that its pattern stands for. */
function isNamed(edge: Edge, { namespace, name }: AccountObject): boolean {
  return isOfSubject(edge, edge.declaration.source.issuer, `system:serviceaccount:${namespace}:${name}`);
}

/** The Google service account that an object's annotation names; an empty annotation names none. */
function accountIn({ annotations }: AccountObject): string | undefined {
  return annotations[GKE_ACCOUNT_ANNOTATION] === "" ? undefined : annotations[GKE_ACCOUNT_ANNOTATION];
}

/** Whether the annotation was read, or its absence. */
function isKnown({ annotations, isPart }: AccountObject): boolean {
  return GKE_ACCOUNT_ANNOTATION in annotations ? annotations[GKE_ACCOUNT_ANNOTATION] !== undefined : !isPart;
}
