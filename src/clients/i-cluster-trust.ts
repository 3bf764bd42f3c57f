import { ITrust } from "./i-trust";
import { ClusterAccess } from "../access";
import { TargetCluster } from "../clusters";

/** What a client has to know of a trust in order to use it. Every trust class has it. */
export interface IClusterTrust extends ITrust {
  /** The cluster that trusts it. */
  readonly targetCluster: TargetCluster;
  /** What was granted. */
  readonly accesses: ClusterAccess[];
  /** The user's name that RBAC and audit log of the target see. */
  readonly kubernetesUser: string;
  /** The groups that RBAC of the target sees; empty where it sees the user alone. */
  readonly kubernetesGroups: string[];
  /** The first instant at which credentials are issued, where there is one. */
  readonly validFrom?: string;
  /** The first instant at which no credentials are issued any more, where there is one. */
  readonly validUntil?: string;
  /** Cloud objects that the trust uses and does not make: ARNs, names or ids, as they were given. */
  readonly adopted: string[];
  /**
   * GKE: the role that looks the cluster up, where it is another than usual; empty where none is granted.
   *
   * @internal
   */
  readonly _lookupRole?: string;
  /**
   * AKS: the object ids of who may change the application that acts; undefined where none was made.
   *
   * @internal
   */
  readonly _owners?: readonly string[];

  /**
   * The exec plugin's arguments for this trust.
   *
   * @param tokenFile where the pod finds its projected token
   */
  execArguments(tokenFile?: string): string[];
}
