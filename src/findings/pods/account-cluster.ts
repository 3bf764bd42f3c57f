import { AccountObject, Edge, serverAt, serverOf, SERVICES_ANNOTATION, World } from "../../simulator";

/** Whether a service account is in an edge's source cluster: by the edges that it declares, or by where its provider leads. */
export function isInSourceCluster(
  { clusters }: World,
  { declaration: { source } }: Edge,
  { annotations, provider }: AccountObject,
): boolean | undefined {
  const declares = annotations[SERVICES_ANNOTATION];
  if (declares !== undefined) return declares.includes(JSON.stringify(source.issuer));
  const server = serverOf(provider);
  if (server === undefined) return undefined;
  const found = clusters.find(({ servers }) => servers.some((one) => serverAt(one) === serverAt(server)));
  return found && found.label === source.cluster;
}
