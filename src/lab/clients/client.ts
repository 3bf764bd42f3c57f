import { ClientEntry } from "../../simulator";
import { Pod } from "../pods/pod";

/** The user as which the API server authenticated the client. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
}

/** How a request of a client ended. */
export type Outcome<T> =
  | { readonly reached: true; readonly value: T }
  /** What the client printed, of which the plugin's own line counts most. */
  | { readonly reached: false; readonly message: string };

/** A Kubernetes client that honours a kubeconfig's exec stanza. */
export interface Client {
  /** What it is, for reports. */
  readonly name: string;
  /** Asks a SelfSubjectReview. */
  whoAmI(pod: Pod, kubeconfig: PreparedKubeconfig): Promise<Outcome<UserInfo>>;
  /** Lists the pods of a namespace, and tells whether that was allowed. */
  listPods(pod: Pod, kubeconfig: PreparedKubeconfig, namespace: string): Promise<Outcome<number>>;
  /** Ends what the client keeps for a kubeconfig, where it keeps something. */
  leave?(kubeconfig: PreparedKubeconfig): void;
}

/** A kubeconfig in a pod. */
export interface PreparedKubeconfig {
  readonly file: string;
  readonly context: string;
  readonly entry: ClientEntry;
}
