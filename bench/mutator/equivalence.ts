import { Json, Mutant } from "./mutate";

/** A change of an object that changes nothing of who may do what, by its name and reason. */
export interface Equivalence {
  readonly name: string;
  readonly address: RegExp;
  readonly path: RegExp;
  readonly operator?: RegExp;
  readonly reason: string;
  /** What must be so of the documents besides. */
  readonly holds?: (change: Change) => boolean;
}

/** A change with the value that stood there before. */
export interface Change extends Mutant {
  readonly before: Json | undefined;
  readonly object: Readonly<Record<string, Json>>;
  readonly document: Json;
  /** Every stack's document, as one text. */
  readonly everything: string;
}
