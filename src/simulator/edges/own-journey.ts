import { Cloud, Exchange } from "../cloud";
import { exampleOf } from "../subjects/kinds";
import { claimsOf } from "../token";
import { World } from "../world";
import { Edge } from "./edge";
import { audienceOf } from "./further-audiences";
import { Journey, travel } from "./journey";
import { PerEdge } from "./per-edge";

const EXCHANGES = new PerEdge<Pick<World, "clouds">, Exchange<unknown> | undefined>(({ clouds }, edge, now) =>
  clouds.find(({ kind }) => kind === edge.request.subcommand)?.exchange(edge, ownToken(edge, now), now),
);

const JOURNEYS = new PerEdge<World, Journey>((world, edge, now) => {
  const token = ownToken(edge, now);
  const exchange = (cloud: Cloud) => ownExchange(world, edge, now) ?? cloud.exchange(edge, token, now);
  return travel(world, edge, token, now, world.clusterOf(edge), exchange);
});

/**
 * The way of the token that an edge's own service account shows, or of a subject that fits its pattern: rules and lists ask for it
 * again and again.
 *
 * @param now seconds since 1970
 */
export function ownJourney(world: World, edge: Edge, now: number): Journey {
  return JOURNEYS.of(world, edge, now);
}

/**
 * What the cloud makes of that token, whatever it is that brings it there; undefined where no cloud is asked.
 *
 * @param now seconds since 1970
 */
export function ownExchange(world: Pick<World, "clouds">, edge: Edge, now: number): Exchange<unknown> | undefined {
  return EXCHANGES.of(world, edge, now);
}

function ownToken(edge: Edge, now: number) {
  const { source } = edge.declaration;
  const claims = claimsOf(source.issuer, exampleOf(source), audienceOf(edge), now, source.uid);
  return { claims, signature: "good" } as const;
}
