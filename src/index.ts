export * from "./access";
export * from "./clusters";
export * from "./clients";
export * from "./accounts";
export * from "./trusts";
