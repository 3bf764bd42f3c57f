export * from "./address";
export * from "./checks";
export * from "./claims";
export * from "./json-text";
export * from "./names";
export * from "./renaming";
export * from "./resolved";
export * from "./shared-objects";
export { warn } from "./warnings";
