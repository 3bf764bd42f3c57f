/** The name by which a cloud's own authorizer knows a user; each cloud adds what it needs. */
export interface CloudName {
  readonly cloud: string;
}

/** The user that an API server sees. */
export interface KubernetesUser {
  readonly name: string;
  /** Its groups, `system:authenticated` included. */
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly cloudName: CloudName;
}

export const EVERYONE_AUTHENTICATED = "system:authenticated";

/** A request without a credential. */
export const ANONYMOUS = { name: "system:anonymous", groups: ["system:unauthenticated"] } as const;
