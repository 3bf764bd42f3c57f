export * from "./oidc-issuer";
export * from "./stable-key-options";
export * from "./oidc-subject";
