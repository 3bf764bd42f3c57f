import { Decider, DeclaredAccess, Edge, Hop, sourceName } from "../../simulator";

/** What came of a trial. */
export type Verdict =
  | "as declared"
  /** The clouds do something else than was declared. */
  | "surprise"
  /** What decides is not part of what was read, so nothing is proved. */
  | "not tried";

/** What kind of trial it is: the edge's own way, an identity that must be refused, or a layer by itself. */
export type Category = "own" | "intruder" | "layer";

/** How it was tried: with a client and the plugin, directly at the cloud or the API server, or in the simulator alone. */
export type Way = "client" | "direct" | "simulator";

/** What must come of a trial. */
export type Expected =
  | { readonly kind: "reached"; readonly user: string }
  | { readonly kind: "access"; readonly accesses: readonly DeclaredAccess[] }
  /** The cloud's identity that an edge to services gives. */
  | { readonly kind: "acts-as"; readonly principal: string }
  /** The declared accesses to services, in words. */
  | { readonly kind: "services"; readonly grants: readonly string[] }
  | { readonly kind: "list"; readonly namespace: string; readonly allowed: boolean }
  | { readonly kind: "refused"; readonly hop?: Hop }
  | { readonly kind: "no-caller" }
  | { readonly kind: "no-grant" }
  | { readonly kind: "no-right" };

/** What came of it. */
export type Observed =
  | { readonly kind: "reached"; readonly user: User; readonly difference?: Difference }
  | { readonly kind: "acts-as"; readonly principal: string }
  /** By the cloud or the API server with a code, or by a client with a message alone. */
  | { readonly kind: "refused"; readonly hop?: Hop; readonly code?: string; readonly message?: string }
  /** The cloud, or the API server, accepted the token. */
  | { readonly kind: "accepted"; readonly by: "cloud" | "cluster" }
  | { readonly kind: "answered"; readonly questions: number }
  /** One request is answered otherwise than was declared. */
  | { readonly kind: "request"; readonly allowed: boolean; readonly request: string }
  /** A grant that was not declared. */
  | { readonly kind: "further-right"; readonly right: string }
  | { readonly kind: "unbound"; readonly accesses: readonly DeclaredAccess[] }
  | { readonly kind: "listed"; readonly pods: number; readonly namespace: string }
  | { readonly kind: "caller"; readonly identity: string }
  | { readonly kind: "grant"; readonly identity: string; readonly role: string }
  | { readonly kind: "none" }
  /** The edge's own service account did not reach the cluster as declared, so that nothing further was tried. */
  | { readonly kind: "untried" }
  /** Who is admitted rests on an object that was not read. */
  | { readonly kind: "assumed"; readonly assumption: string };

/** The user that an API server sees. */
export interface User {
  readonly name: string;
  /** Without `system:authenticated`. */
  readonly groups: readonly string[];
}

/** What differs between the user that was declared and the one that was seen. */
export interface Difference {
  /** The name that was declared, where another was seen. */
  readonly name?: string;
  readonly missingGroups: readonly string[];
  readonly furtherGroups: readonly string[];
}

/** What one trial found. Printers make the words; nothing parses them. */
export interface TrialResult {
  /** The trial's stable code: `another-namespace`. */
  readonly code: string;
  readonly category: Category;
  /** What tells trials of one code at one edge apart: an audience, another service account. */
  readonly variant?: string;
  readonly way: Way;
  /** Who tried: `west:argocd/controller`. */
  readonly from: string;
  /** The cluster's construct id. */
  readonly to: string;
  readonly expected: Expected;
  readonly observed: Observed;
  readonly verdict: Verdict;
  /**
   * Where it ended, or for a surprise the hop that did not do what was declared: one that admitted an intruder, or one that refused
   * the edge's own service account. Undefined for what reached its cluster as it should.
   */
  readonly hop?: Hop;
  /** The user that the API server saw, where it was reached. */
  readonly user?: User;
  readonly decidedBy?: Decider;
  readonly milliseconds: number;
}

/** The two ends of an edge, for people. */
export function endsOf({ declaration }: Edge): { readonly from: string; readonly to: string } {
  return { from: sourceName(declaration), to: declaration.target.cluster };
}
