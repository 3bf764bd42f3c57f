import { Construct } from "constructs";
import { ServiceAccount, ServiceAccountOptions } from "./service-account";
import { TokenIssuer, StableKeyOptions } from "../subjects";
import { API_SERVER_AUDIENCES } from "../vendor/kubernetes/api-server";

/** The kinds of cluster this library knows. */
export enum ClusterKind {
  /** Amazon Elastic Kubernetes Service. */
  EKS = "EKS",
  /** Google Kubernetes Engine. */
  GKE = "GKE",
  /** Azure Kubernetes Service. */
  AKS = "AKS",
  /** A self-managed cluster whose API server issues OpenID Connect tokens. */
  OIDC = "OIDC",
}

/** A Kubernetes cluster as a source of identities: the issuer of its service accounts' tokens. It creates nothing. */
export abstract class Cluster extends TokenIssuer {
  /** The kind of cluster. */
  public readonly kind: ClusterKind;

  /** @internal */
  protected constructor(scope: Construct, id: string, kind: ClusterKind, options: StableKeyOptions, issuer?: string) {
    super(scope, id, options, issuer);
    this.kind = kind;
  }

  /**
   * A service account of this cluster, as the subject of trusts.
   *
   * @param namespace a DNS label of at most 63 characters
   * @param name a DNS subdomain of at most 253 characters
   * @param options facts about the service account that some targets need
   */
  public serviceAccount(namespace: string, name: string, options: ServiceAccountOptions = {}): ServiceAccount {
    return new ServiceAccount(this, namespace, name, options.uid);
  }

  /**
   * Every service account of a namespace, present and future, as one subject. Any user who can create pods there gets
   * the access, so a trust for it warns; Azure targets, and GKE targets without impersonation, refuse it.
   *
   * @param namespace a DNS label of at most 63 characters
   */
  public everyServiceAccountIn(namespace: string): ServiceAccount {
    return new ServiceAccount(this, namespace);
  }

  /** @internal */
  public override get _title(): string {
    return `the Kubernetes cluster ${this._stableKey.former}`;
  }

  /**
   * The audiences of the token that every pod has for the API server, unless it is opted out: the issuer, or what EKS and
   * kubeadm name the API server.
   *
   * Kubernetes documentation: "kube-apiserver", `--api-audiences`; "Managing Service Accounts", bound tokens.
   * @internal
   */
  public override get _ownAudiences(): readonly string[] {
    return [this.issuer, ...API_SERVER_AUDIENCES];
  }

  /** @internal */
  public override get _noun(): string {
    return "cluster";
  }

  /** @internal */
  public override get _providerId(): string {
    return "kubernetes";
  }
}
