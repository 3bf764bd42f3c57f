export * from "./address";
export * from "./checks";
export * from "./names";
export * from "./shared-objects";
