import { SEED } from "../../support/property";

/**
 * How many cases a differential test tries: a sample that fits a test run, or all of them where `npm run oracles` runs.
 * The seed is fixed, so that a run that fails fails again.
 */
export function cases(full: number, sample: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: process.env.TRUST_MESH_ORACLES === "full" ? full : sample, seed: SEED };
}
