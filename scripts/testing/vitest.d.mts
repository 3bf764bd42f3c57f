import type { MeshAssertions } from "./index.js";

export * from "./index.js";

declare module "vitest" {
  // Vitest 3.2 and newer; before that, Assertion alone.
  interface Matchers<T = any> extends MeshAssertions<T> {}
  interface Assertion<T = any> extends MeshAssertions<T> {}
}
