export * from "./address";
export * from "./checks";
export * from "./names";
export * from "./resolved";
export * from "./shared-objects";
