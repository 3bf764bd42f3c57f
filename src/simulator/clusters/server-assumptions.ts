import { assumed, Assumption } from "../assumption";
import { Edge } from "../edges/edge";
import { Endpoint } from "./endpoint";
import { serverAt } from "./server";

/**
 * What is assumed of an edge's server: that it is the cluster's, where nothing that was read says so and something says
 * otherwise. An endpoint inside a network beside a public one is as good, so it is no error.
 *
 * @param known of the edge's cluster
 * @param besides the edges into it
 */
export function serverAssumptions(
  { client, declaration }: Edge,
  known: readonly Endpoint[],
  besides: readonly Edge[],
): readonly Assumption[] {
  const { server, place, isUnchecked } = client;
  const { cluster } = declaration.target;
  const all: string[] = [];
  if (isUnchecked) all.push(`whoever answers at ${server} is ${cluster}, since ${place} checks no certificate`);
  const isElsewhere = (url: string) => url !== server && serverAt(url) !== serverAt(server);
  if (known.every(({ url }) => isElsewhere(url))) {
    const other = known.find(({ isDrawn }) => !isDrawn);
    const document = besides.find((one) => isElsewhere(one.client.server))?.client;
    const otherwise = other ? `${other.said} ${other.url}` : document && `${document.place} names ${document.server}`;
    if (otherwise) all.push(`the API server of ${cluster} is at ${server} (${place}), though ${otherwise}`);
  }
  return all.flatMap((belief) => assumed(belief));
}
