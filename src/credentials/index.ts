export * from "./exec-credential";
export * from "./i-trust";
export * from "./kubeconfig";
export * from "./server-options";
