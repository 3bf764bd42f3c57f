import type { Budget } from "./budget";

/** A step with its index known: a name or a number. */
export type KnownStep =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: string | number }
  | { readonly kind: "each"; readonly steps: readonly KnownStep[] };

/** What a reference begins with. */
export interface Found {
  readonly value: unknown;
  readonly taken: number;
  readonly ofResource?: boolean;
}

/** Where an expression stands: it finds what names mean. */
export interface Scope {
  /**
   * The value that a reference begins with, how many of its steps that took, and whether it is part of a resource, whose
   * nested blocks may be written as one object or as a list of one: to references they are lists.
   *
   * @throws UnresolvedValue, or CallFault for a name that means nothing
   */
  find(root: string, steps: readonly KnownStep[]): Found;
  /** Whether what cannot be known stands as a text of its own, so that what is around it can be read. */
  readonly keepsUnknown?: boolean;
  /** What evaluating may take; undefined where it is not bounded. */
  readonly budget?: Budget;
  /** Files beside the configuration; undefined where it is not read from a folder of HCL. */
  readonly files?: Files;
}

/** Files beside a configuration, by the paths that it names. */
export interface Files {
  /** @throws CallFault */
  read(path: string): string;
}

/** A scope with further names. @param find what they mean; undefined for the outer scope's names */
export function withNames(scope: Scope, find: (root: string, steps: readonly KnownStep[]) => Found | undefined): Scope {
  const { keepsUnknown, files, budget } = scope;
  return {
    ...(keepsUnknown ? { keepsUnknown } : {}),
    ...(budget ? { budget } : {}),
    ...(files ? { files } : {}),
    find: (root, steps) => find(root, steps) ?? scope.find(root, steps),
  };
}
