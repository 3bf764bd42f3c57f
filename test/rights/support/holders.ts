import { rightsIn, rightsWords } from "../../../src/rights";
import { readWorld } from "../../../src/simulator";
import { Document } from "../../lab/support/run-lab";

/** Seconds since 1970: 2026-06-01. */
export const NOW = 1_780_272_000;

/** What was read, a line a holder, as tests write it: `west:ci/a → euro: edit in payments`. */
export function lines(paths: readonly string[]): readonly string[] {
  return rightsIn(readWorld(paths), NOW).holders.map(({ from, to, isDeclared, state, rights, missing }) => {
    const words = (declared: boolean) => rightsWords(rights.filter((one) => one.isDeclared === declared));
    const told = [
      ...(state === "admitted" ? [] : [state]),
      ...words(true),
      ...words(false).map((one) => `! ${one}`),
      ...missing.map(({ role }) => `missing ${role}`),
    ];
    return `${isDeclared ? "" : "! "}${from.name} → ${to.label}: ${told.join("; ")}`;
  });
}

/** The first resource of a type whose name matches. */
export function resourceIn({ resource }: Document, type: string, name: RegExp): Record<string, unknown> {
  const found = Object.entries(resource[type] ?? {}).find(([one]) => name.test(one));
  if (!found) throw new Error(`no ${type} matches ${name}`);
  return found[1];
}

/** A copy of a binding of `edit`, changed. */
export function furtherBinding(document: Document, of: RegExp, change: (copy: Record<string, unknown>) => void): void {
  const copy = structuredClone(resourceIn(document, "kubernetes_role_binding_v1", of));
  change(copy);
  document.resource.kubernetes_role_binding_v1.further = copy;
}
