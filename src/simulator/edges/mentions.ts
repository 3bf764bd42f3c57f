import { Resource } from "../../terraform";
import { Cloud } from "../cloud";
import { gather } from "../gather";
import { Edge } from "./edge";
import { flagOf } from "./exec-request";
import { Name, WrittenText } from "./written-text";

/** What a cloud's resources name an edge by, beside what the edge's document says. */
export interface EdgeNames {
  /** What makes the identity, and that by which the edge comes in: a reference to one of them names the edge. */
  readonly resources: readonly (Resource | undefined)[];
  /** Ids that mean the edge wherever they stand. */
  readonly ids: readonly string[];
  /**
   * Names that mean it where they are a value by themselves; where `beside` is given, in a text that it matches alone, since
   * workloads are called by such names too.
   */
  readonly values: readonly { readonly text: string; readonly beside?: RegExp }[];
}

/** What can mention an edge: a resource, or the call of a module. */
export type Mentioning = Pick<Resource, "stack" | "mentions">;

interface Known {
  readonly edge: Edge;
  readonly order: number;
  readonly name: Name;
  /** The stack in which a reference means the edge's resource. */
  readonly stack?: string;
}

const FLAGS = ["role-arn", "service-account", "client-id"];

/** Tells which edge a resource mentions. Names are found by one word of theirs, so that a text is read once for every edge. */
export class EdgeMentions {
  private readonly byWord = new Map<string, Known[]>();

  public constructor(clouds: readonly Cloud[], edges: readonly Edge[]) {
    for (const [order, edge] of edges.entries()) {
      const named = clouds.map((cloud) => cloud.namesOf(edge));
      const { principal, user, groups, adopted } = edge.declaration;
      const flags = FLAGS.flatMap((name) => flagOf(edge.request, name) ?? []);
      const ids = [principal, ...flags, ...adopted, ...named.flatMap((one) => one.ids)].filter((one) => one.length > 8);
      for (const text of new Set(ids)) this.add({ edge, order, name: { kind: "id", text } });
      const values = [...[...groups, user].map((text) => ({ text })), ...named.flatMap((one) => one.values)];
      for (const value of values) {
        if (value.text !== "" && !value.text.includes("{{")) {
          this.add({ edge, order, name: { kind: "value", ...value } });
        }
      }
      for (const resource of named.flatMap((one) => one.resources)) {
        if (!resource) continue;
        const { stack, address } = resource;
        this.add({ edge, order, stack, name: { kind: "reference", text: address.split("[")[0] } });
      }
    }
  }

  /**
   * The first edge that something mentions; undefined where it mentions none.
   *
   * @param part the part of a JSON text that counts; all of it unless given
   */
  public in(one: Mentioning, part: (json: string) => string = (json) => json): Edge | undefined {
    let found: Edge | undefined;
    one.mentions((json) => {
      found = this.inJson(one.stack, json) && this.inJson(one.stack, part(json));
      return found !== undefined;
    });
    return found;
  }

  private inJson(stack: string, json: string): Edge | undefined {
    const text = new WrittenText(json);
    let first: Known | undefined;
    for (const word of text.words) {
      for (const known of this.byWord.get(word) ?? []) {
        if (first && first.order <= known.order) continue;
        if (known.stack !== undefined && known.stack !== stack) continue;
        if (text.names(known.name)) first = known;
      }
    }
    return first?.edge;
  }

  private add(known: Known): void {
    gather(this.byWord, WrittenText.wordOf(known.name), known);
  }
}
