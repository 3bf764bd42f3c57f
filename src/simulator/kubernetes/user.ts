import { Principal } from "../google/principal";

/** By what name the cloud's own authorizer knows a user. */
export type CloudName =
  | { readonly cloud: "aws"; readonly roleArn: string }
  | { readonly cloud: "google"; readonly principal: Principal }
  | { readonly cloud: "azure"; readonly objectId: string };

/** Whom an API server sees. */
export interface KubernetesUser {
  readonly name: string;
  /** Its groups, `system:authenticated` included. */
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
  readonly cloudName: CloudName;
}

export const EVERYONE_AUTHENTICATED = "system:authenticated";

/** Whoever comes without a credential. */
export const ANONYMOUS = { name: "system:anonymous", groups: ["system:unauthenticated"] } as const;
