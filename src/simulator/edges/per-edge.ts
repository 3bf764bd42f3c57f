import { Edge } from "./edge";

/** Answers about edges of worlds, which do not change once they are read: each is worked out once for a time. */
export class PerEdge<World extends object, Answer> {
  private readonly worlds = new WeakMap<World, Map<Edge, { readonly now: number; readonly answer: Answer }>>();

  /** @param find works an answer out for a time, in seconds since 1970 */
  public constructor(private readonly find: (world: World, edge: Edge, now: number) => Answer) {}

  /** The answer about an edge. @param now seconds since 1970 */
  public of(world: World, edge: Edge, now: number): Answer {
    const edges = this.worlds.get(world) ?? new Map<Edge, { readonly now: number; readonly answer: Answer }>();
    this.worlds.set(world, edges);
    const known = edges.get(edge);
    if (known?.now === now) return known.answer;
    const answer = this.find(world, edge, now);
    edges.set(edge, { now, answer });
    return answer;
  }
}
