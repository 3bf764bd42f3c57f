export * from "./access";
export * from "./accounts";
export * from "./clients";
export * from "./clusters";
export * from "./subjects";
export * from "./trusts";
