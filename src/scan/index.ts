export * from "./objects";
export * from "./program";
export * from "./replacement";
export * from "./scan";
export * from "./static-credential";
