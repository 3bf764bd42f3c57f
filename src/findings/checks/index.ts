export * from "./check";
export * from "./checks";
