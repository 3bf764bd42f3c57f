import { IPodTrust } from "./i-pod-trust";
import { ClusterAccess } from "../access";
import { ServiceAccount, TargetCluster } from "../clusters";

/** What a client has to know of a trust in order to use it. Every trust class has it. */
export interface ITrust extends IPodTrust {
  /** Who is trusted. */
  readonly serviceAccount: ServiceAccount;
  /** The cluster that trusts it. */
  readonly targetCluster: TargetCluster;
  /** What was granted. */
  readonly accesses: ClusterAccess[];
  /** The user's name that RBAC and audit log of the target see. */
  readonly kubernetesUser: string;
  /** The groups that RBAC of the target sees; empty where it sees the user alone. */
  readonly kubernetesGroups: string[];
  /** Cloud objects that the trust uses and does not make: ARNs, names or ids, as they were given. */
  readonly adopted: string[];

  /**
   * The exec plugin's arguments for this trust.
   *
   * @param tokenFile where the pod finds its projected token
   */
  execArguments(tokenFile?: string): string[];
}
