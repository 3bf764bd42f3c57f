export * from "./address";
export * from "./checks";
export * from "./claims";
export * from "./names";
export * from "./renaming";
export * from "./resolved";
export type { Risk } from "./risk";
export * from "./shared-objects";
export { warn } from "./warnings";
