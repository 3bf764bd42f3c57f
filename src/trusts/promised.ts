import { ServiceDeclaration } from "../trust-declaration";

/** What a trust into an account of one cloud promises. */
export type Promised = Pick<ServiceDeclaration, "client" | "grants" | "adopted" | "owners"> & {
  readonly cloud: ServiceDeclaration["account"]["cloud"];
  readonly accountId: string;
  /** The source cluster's ARN, where EKS Pod Identity gives the role by it. */
  readonly clusterName?: string;
};
