import type { Cluster } from "./cluster";
import { isLiteral, problem } from "../common";
import { SERVICE_ACCOUNT_SUBJECT } from "../vendor/kubernetes/names";
import { namespaceProblem, serviceAccountNameProblem } from "./kubernetes-names";

/** Options of `cluster.serviceAccount`. */
export interface ServiceAccountOptions {
  /**
   * The service account's uid in its cluster (`kubectl get sa -o jsonpath={.metadata.uid}`). Google maps it instead
   * of the subject when the subject is longer than 127 bytes; elsewhere it is not used.
   *
   * @default - none: a subject over 127 bytes is refused by trusts into GKE
   */
  readonly uid?: string;
}

/**
 * A Kubernetes service account of a source cluster: the identity that a trust is about. It is made by
 * `cluster.serviceAccount(namespace, name)`; nothing is created in any cluster.
 *
 * Kubernetes documentation: "Managing Service Accounts", "Service account token volume projection".
 */
export class ServiceAccount {
  /** The cluster that issues this service account's tokens. */
  public readonly cluster: Cluster;
  /** The namespace, a DNS label of at most 63 characters. */
  public readonly namespace: string;
  /** The name, a DNS subdomain of at most 253 characters; `*` for every service account of the namespace. */
  public readonly name: string;
  /** Whether this stands for every service account of the namespace, which only `everyServiceAccountIn` makes. */
  public readonly isPattern: boolean;
  /** The service account's uid, where one was given. */
  public readonly uid?: string;

  /** @internal */
  public constructor(cluster: Cluster, namespace: string, name?: string, uid?: string) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.isPattern = name === undefined;
    this.name = name ?? "*";
    this.uid = uid;
  }

  /** The token's `sub`: `system:serviceaccount:<namespace>:<name>`. */
  public get subject(): string {
    return `${SERVICE_ACCOUNT_SUBJECT}${this.namespace}:${this.name}`;
  }

  /**
   * What names this service account in default names and for people.
   * @internal
   */
  public get _id(): string {
    return `${this.cluster.node.id}:${known(this.namespace)}:${known(this.name)}`;
  }

  /**
   * A construct id for what belongs to this service account alone. Kubernetes names have no underscore, so the parts
   * stay apart, in Terraform addresses too.
   * @internal
   */
  public get _key(): string {
    return `${this.cluster._key}_${known(this.namespace)}_${known(this.name)}`;
  }

  /**
   * Tells this service account from every other one in the app.
   * @internal
   */
  public get _identity(): string {
    return `${this.cluster._identity}:${known(this.namespace)}:${known(this.name)}`;
  }

  /**
   * Whether a trust in this subject is a trust in another one.
   * @internal
   */
  public _covers(other: ServiceAccount): boolean {
    if (this._identity === other._identity) return true;
    return this.isPattern && this.cluster === other.cluster && this.namespace === other.namespace;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [
      namespaceProblem("serviceAccount namespace", this.namespace),
      this.isPattern ? undefined : serviceAccountNameProblem("serviceAccount name", this.name),
      isLiteral(this.uid) && !/^[!-~]{1,127}$/.test(this.uid)
        ? problem(
            "serviceAccount uid",
            `"${this.uid}" is not a uid`,
            "Give what `kubectl get serviceaccount` shows as its uid",
          )
        : undefined,
    ];
  }
}

/** A name that construct ids are made of; one that is not known at synth is refused, and must not break ids before. */
function known(name: string): string {
  return isLiteral(name) ? name : "unknown";
}
