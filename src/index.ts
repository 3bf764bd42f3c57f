export * from "./access";
export * from "./clusters";
export * from "./federation";
export * from "./trusts";
