export * from "./access";
export * from "./clusters";
export * from "./credentials";
export * from "./federation";
export * from "./trusts";
