export * from "./exec-credential";
export * from "./i-trust";
export * from "./kubeconfig";
export * from "./plugin-config-map";
export * from "./plugin-delivery";
export * from "./pod-identity";
export * from "./server-options";
