export * from "./configuration";
export * from "./read";
export * from "./unresolved";
export * from "./values";
