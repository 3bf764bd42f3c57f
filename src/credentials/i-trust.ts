import { IConstruct } from "constructs";
import { ServiceAccount, TargetCluster } from "../clusters";

/** What a client has to know of a trust in order to use it. Every trust class has it. */
export interface ITrust extends IConstruct {
  /** Who is trusted. */
  readonly serviceAccount: ServiceAccount;
  /** The cluster that trusts it. */
  readonly targetCluster: TargetCluster;
  /** The one audience that the projected token must have; empty where no token is projected. */
  readonly audience: string;
  /** Whether the pod needs a projected token of its own for this trust. */
  readonly usesProjectedToken: boolean;

  /**
   * The exec plugin's arguments for this trust.
   *
   * @param tokenFile where the pod finds its projected token
   */
  execArguments(tokenFile?: string): string[];
}
