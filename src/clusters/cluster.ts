import { Construct } from "constructs";
import { issuerProblem } from "./issuer";
import { ServiceAccount, ServiceAccountOptions } from "./service-account";
import { digest, problem, refuse } from "../common";

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

/**
 * A Kubernetes cluster as a source of identities. It creates nothing: it carries the issuer that the targets' clouds
 * are told to believe.
 */
export abstract class Cluster extends Construct {
  /** The kind of cluster. */
  public readonly kind: ClusterKind;
  private readonly issuerUrl?: string;

  /** @internal */
  protected constructor(scope: Construct, id: string, kind: ClusterKind, issuer?: string) {
    super(scope, id);
    this.kind = kind;
    this.issuerUrl = issuer;
    this._identity = this.node.path;
    this._key = `${id}-${digest(this._identity)}`;
    refuse(this, () => this._problems());
  }

  /**
   * The `iss` of the tokens that this cluster signs, byte for byte: AKS issuers end in a slash, EKS and GKE issuers do
   * not. An empty string for a cluster that was declared without one.
   */
  public get issuer(): string {
    return this.issuerUrl ?? "";
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
   * Every service account of a namespace, present and future, as one subject. Whoever can create pods there gets the
   * access, so a trust for it warns; Azure targets, and GKE targets without impersonation, refuse it.
   *
   * @param namespace a DNS label of at most 63 characters
   */
  public everyServiceAccountIn(namespace: string): ServiceAccount {
    return new ServiceAccount(this, namespace);
  }

  /**
   * Tells this cluster from every other one in the app. The construct path and not the issuer, because the issuer may
   * be unknown until apply and changes when the cluster is recreated.
   * @internal
   */
  public readonly _identity: string;

  /**
   * A short form of the identity for construct ids: readable, and different for every cluster of the app.
   * @internal
   */
  public readonly _key: string;

  /** @internal */
  public _problems(): (string | undefined)[] {
    return [issuerProblem(this.issuerUrl)];
  }

  /**
   * What stops this cluster from being a source.
   * @internal
   */
  public _sourceProblems(): (string | undefined)[] {
    if (this.issuerUrl) return [];
    return [
      problem("issuer", "is missing, and this cluster is the source of a trust", "Give the cluster's issuer URL"),
    ];
  }
}
