import { ListedHolder, rightsWords } from "../../../rights";
import { trouble, whoActs } from "../list/words";

/** Who may do what, as pictures need it: each text once, so that a page of 100 clusters stays small. */
export interface GraphData {
  readonly subjects: readonly { readonly name: string; readonly cluster: string; readonly cloud: string }[];
  readonly places: readonly { readonly name: string; readonly cloud: string; readonly account: string }[];
  readonly rows: readonly GraphRow[];
  /** What rows name by number: rights, users, addresses. */
  readonly texts: readonly string[];
}

/** One subject at one destination, by numbers. */
export interface GraphRow {
  /** Subject and place. */
  readonly s: number;
  readonly p: number;
  /** `+` declared, `!` with something that no document declares, `x` refused, `?` not known. */
  readonly mark: string;
  readonly may: readonly number[];
  readonly as: number;
  readonly by: readonly number[];
}

/** The facts of pictures from those of the list. */
export function graphDataOf(holders: readonly ListedHolder[]): GraphData {
  const clouds = new Map(holders.map(({ to }) => [to.label, to.cloud] as const));
  const subjects = new Numbers<GraphData["subjects"][number]>();
  const places = new Numbers<GraphData["places"][number]>();
  const texts = new Numbers<string>();
  const rows = holders.map((holder): GraphRow => {
    const { from, to, rights, by } = holder;
    const { cluster = "other identities" } = from;
    const may = [...rightsWords(rights), ...trouble(holder)];
    const objects = new Set([...by, ...rights].flatMap(({ address }) => address ?? []));
    return {
      s: subjects.of({ name: from.name, cluster, cloud: clouds.get(cluster) ?? "other sources" }),
      p: places.of({ name: to.label, cloud: to.cloud, account: to.account }),
      mark: markOf(holder),
      may: may.map((one) => texts.of(one)),
      as: texts.of(whoActs(holder)),
      by: [...objects].map((one) => texts.of(one)),
    };
  });
  return { subjects: subjects.all, places: places.all, rows, texts: texts.all };
}

function markOf({ state, declared, rights }: ListedHolder): string {
  if (state === "refused") return "x";
  if (!declared || rights.some((one) => !one.declared)) return "!";
  return state === "unknown" ? "?" : "+";
}

/** Values by number, each once. */
class Numbers<T> {
  public readonly all: T[] = [];
  private readonly known = new Map<string, number>();

  public of(value: T): number {
    const key = JSON.stringify(value);
    const known = this.known.get(key) ?? this.all.push(value) - 1;
    this.known.set(key, known);
    return known;
  }
}
