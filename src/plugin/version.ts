declare const TRUST_MESH_VERSION: string | undefined;

/** The package's version and the build's digest, which the build fills in; two builds never share cached answers. */
export const VERSION: string = typeof TRUST_MESH_VERSION === "string" ? TRUST_MESH_VERSION : "0.0.0+source";
