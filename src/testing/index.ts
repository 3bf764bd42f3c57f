import { described } from "./describe-mesh";
import { matchers } from "./matchers";
import { MeshAssertions, MeshMatchers, MeshSource } from "./types";

export type {
  AccessLike,
  DestinationLike,
  FindingLike,
  MatcherResult,
  MeshAssertions,
  MeshMatchers,
  MeshSource,
  SubjectLike,
} from "./types";

/**
 * The matchers, for `expect.extend` of a test runner. Where `expect` is global, as in jest, importing this module has done it;
 * for vitest import `cdktf-trust-mesh/testing/vitest` instead.
 *
 * @example
 *
 * import "cdktf-trust-mesh/testing";
 *
 * expect(app).toAllow(argocd, euro, ClusterAccess.edit("payments"));
 * expect(app).toRefuse(argocd, euro, "get secrets in vault");
 * expect(app).toGrantNothingElse();
 */
export const meshMatchers: MeshMatchers = matchers;

/**
 * Who may do what in an app, a stack or a synthesized folder, a line for each subject at each destination, in a stable order: for
 * snapshots. `!` marks what no trust declares, `?` what was read and is not known.
 *
 * @example
 *
 * expect(describeMesh(app)).toMatchInlineSnapshot(`"west:argocd/controller → euro: edit in payments"`);
 */
export function describeMesh(source: MeshSource): string {
  return described(source);
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends MeshAssertions<R> {}
  }
}

const { expect } = globalThis as { expect?: { extend?(matchers: MeshMatchers): void } };
expect?.extend?.(meshMatchers);
