import type { MeshAssertions } from "./index";

export * from "./index";

declare module "expect" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MeshAssertions<R> {}
}
