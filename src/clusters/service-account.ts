import type { Cluster } from "./cluster";
import { isLiteral, problem, Risk } from "../common";
import { OidcSubject } from "../subjects";
import { SubjectGroup } from "../subjects/subject-group";
import { serviceAccountSubject } from "../vendor/kubernetes/names";
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
export class ServiceAccount extends OidcSubject {
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
  /** The token's `sub`: `system:serviceaccount:<namespace>:<name>`. */
  public readonly subject: string;

  /** @internal */
  public constructor(cluster: Cluster, namespace: string, name?: string, uid?: string) {
    super(cluster);
    this.cluster = cluster;
    this.namespace = namespace;
    this.isPattern = name === undefined;
    this.name = name ?? "*";
    this.uid = uid;
    this.subject = serviceAccountSubject(namespace, this.name);
  }

  /** @internal */
  public get _parts(): string[] {
    return [known(this.namespace), known(this.name)];
  }

  /** @internal */
  public override get _uid(): string | undefined {
    return this.uid;
  }

  /** @internal */
  public override get _risks(): readonly Risk[] {
    const { name, namespace, isPattern } = this;
    if (name === "default") {
      const message = `The service account "default" of "${namespace}" is every pod's own unless another is named: any user who can create pods there gets this access. Use a service account made for the purpose.`;
      return [{ code: "default-service-account", message }];
    }
    if (!isPattern) return [];
    const message = `Every service account of "${namespace}" is trusted: any user who can create pods or service accounts there gets this access. Trust single service accounts if that is not meant.`;
    return [{ code: "namespace-wide-subject", message }];
  }

  /** @internal */
  public override get _longSubjectWay(): string {
    return "Use shorter names, or give the service account's uid: serviceAccount(namespace, name, { uid })";
  }

  /** @internal */
  public override get _what(): string {
    return "a service account of another Kubernetes cluster";
  }

  /** @internal */
  public override get _group(): SubjectGroup | undefined {
    if (!this.isPattern) return undefined;
    return { attribute: "namespace", expression: "assertion['kubernetes.io'].namespace", value: this.namespace };
  }

  /** @internal */
  public override _covers(other: OidcSubject): boolean {
    if (super._covers(other)) return true;
    const { isPattern, cluster, namespace } = this;
    return isPattern && other instanceof ServiceAccount && other.cluster === cluster && other.namespace === namespace;
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
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
