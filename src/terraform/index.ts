export * from "./configuration";
export { UnreadableConfiguration } from "./find";
export * from "./read";
export * from "./unresolved";
export * from "./values";
