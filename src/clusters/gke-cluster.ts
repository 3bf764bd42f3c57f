import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { DataGoogleContainerCluster } from "@cdktf/provider-google/lib/data-google-container-cluster";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { TerraformProvider } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { ClusterKind } from "./cluster";
import { TargetCluster, TargetClusterAttributes } from "./target-cluster";
import { CloudAccount, DestinationKind, GcpProject } from "../accounts";
import { projectFactsProblems, universeOf } from "../accounts/gcp-project-facts";
import { isLiteral, problem, resolved } from "../common";
import { StableKeyOptions } from "../subjects";
import { StatedSettings } from "../trust-declaration";
import { DEFAULT_UNIVERSE } from "../vendor/google/federation";

/** Google Cloud's own universe; sovereign ones have other domains. */

/** What is told of a GKE cluster that the provider's own resource does not tell. */
export interface GkeClusterOptions extends StableKeyOptions {
  /**
   * The project in which the cluster is. Clusters share workload identity pools within it; give one to the clusters of
   * several stacks, and its provider's stack holds them.
   *
   * @default - the project of that id with the Google provider
   */
  readonly account?: GcpProject;
  /**
   * The Google provider of the cluster's project, in the stack that holds the trusts into it.
   *
   * @default - the provider of the resource or data source, or that of the account; trusts into this cluster fail synth
   * without one
   */
  readonly googleProvider?: GoogleProvider;
  /** The Kubernetes provider that talks to this cluster. @default - none: trusts that make RBAC objects fail synth */
  readonly kubernetesProvider?: TargetClusterAttributes["kubernetesProvider"];
  /**
   * The project's number, which principals are written with. With it audiences and principals are known at synth. Adding
   * or removing it moves nothing.
   *
   * @default - that of the account; else taken from the pool, so they are known after apply
   */
  readonly projectNumber?: string;
  /**
   * The API server's URL: of the private endpoint, for instance.
   *
   * @default - the resource's or data source's own endpoint; none for a cluster from attributes
   */
  readonly endpoint?: string;
  /** The domain of a sovereign universe. @default - that of the account, or "googleapis.com" */
  readonly universeDomain?: string;
}

/** What the provider's resource or data source is read for, where it leaves something to its provider. */
export interface GkeResourceOptions extends GkeClusterOptions {
  /** The project, where the resource leaves it to its provider. @default - the resource's own */
  readonly projectId?: string;
  /** The location, where the resource leaves it to its provider. @default - the resource's own */
  readonly location?: string;
  /** The cluster's name. @default - that of the resource or data source */
  readonly clusterName?: string;
  /**
   * The API server's certificate authority, PEM in base64.
   *
   * @default - that of the resource or data source; none for a DNS-based endpoint, whose certificate is publicly trusted
   */
  readonly certificateAuthorityData?: string;
  /** Whether legacy ABAC is on. @default - what the resource says; unknown for a data source */
  readonly legacyAbac?: boolean;
}

/** What a GKE cluster is described by. */
export interface GkeClusterAttributes extends GkeClusterOptions {
  /** The project's id. It is part of the issuer. */
  readonly projectId: string;
  /** The cluster's region or zone. It is part of the issuer. */
  readonly location: string;
  /** The cluster's name. It is part of the issuer. */
  readonly clusterName: string;
  /** The API server's certificate authority, PEM in base64; leave it out for a DNS-based endpoint. @default - none */
  readonly certificateAuthorityData?: string;
  /**
   * Whether legacy ABAC is on, which gives identities rights beside RBAC and IAM; trusts into such a cluster warn.
   *
   * @default - unknown: taken to be off
   */
  readonly legacyAbac?: boolean;
}

/**
 * A Google Kubernetes Engine cluster, as a source or target of trusts. It creates nothing.
 *
 * Its issuer is made of names, so it is known at synth; a cluster that is deleted and made again under the same name
 * revives every trust in the old one.
 *
 * Google Cloud documentation: "Workload Identity Federation with Kubernetes".
 */
export class GkeCluster extends TargetCluster {
  /**
   * Declares a GKE cluster by what is known of it.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the cluster's name in construct paths, default names and kubeconfigs
   * @param attributes what is known of the cluster
   */
  public static fromAttributes(scope: Construct, id: string, attributes: GkeClusterAttributes): GkeCluster {
    return new GkeCluster(scope, id, attributes);
  }

  /** Declares a GKE cluster from the resource that creates it, so that nothing is typed twice. */
  public static fromResource(
    scope: Construct,
    id: string,
    resource: ContainerCluster,
    options: GkeResourceOptions = {},
  ): GkeCluster {
    const provider = resource.provider as GoogleProvider | undefined;
    const cluster = new GkeCluster(scope, id, {
      googleProvider: provider,
      ...options,
      ...placeOf(resource, options),
      endpoint: options.endpoint ?? `https://${resource.endpoint}`,
      certificateAuthorityData: authorityFor(scope, options, resource.masterAuth.clusterCaCertificate),
      legacyAbac: options.legacyAbac ?? resource.enableLegacyAbacInput === true,
    });
    cluster._source = resource;
    cluster.stated = { legacyAbac: options.legacyAbac };
    return cluster;
  }

  /** Declares a GKE cluster from the data source that looks it up. */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataGoogleContainerCluster,
    options: GkeResourceOptions = {},
  ): GkeCluster {
    const provider = data.provider as GoogleProvider | undefined;
    const cluster = new GkeCluster(scope, id, {
      googleProvider: provider,
      ...options,
      ...placeOf(data, options),
      endpoint: options.endpoint ?? `https://${data.endpoint}`,
      certificateAuthorityData: authorityFor(scope, options, data.masterAuth.get(0).clusterCaCertificate),
    });
    cluster._source = data;
    return cluster;
  }

  /** The project in which the cluster is. */
  public readonly account: GcpProject;
  /** The project's id. */
  public readonly projectId: string;
  /** The cluster's region or zone. */
  public readonly location: string;
  /** The cluster's name. */
  public readonly clusterName: string;
  /** The domain of Google's APIs in this universe. */
  public readonly universeDomain: string;
  /** The Google provider of the cluster's project, where one was given. */
  public readonly googleProvider?: GoogleProvider;
  private readonly givenProjectNumber?: string;

  private readonly legacyAbac?: boolean;
  private stated: StatedSettings;

  private constructor(scope: Construct, id: string, attributes: GkeClusterAttributes) {
    const { universeDomain: given, account, googleProvider } = attributes;
    const universe = given ?? account?.universeDomain ?? universeOf(googleProvider) ?? DEFAULT_UNIVERSE;
    const { projectId, location, clusterName } = attributes;
    const issuer = `https://container.${universe}/v1/projects/${projectId}/locations/${location}/clusters/${clusterName}`;
    super(scope, id, ClusterKind.GKE, attributes, issuer);
    this.account = attributes.account ?? GcpProject._ofProvider(this, attributes.googleProvider, projectId);
    this.projectId = projectId;
    this.givenProjectNumber = attributes.projectNumber;
    this.location = location;
    this.legacyAbac = attributes.legacyAbac;
    this.stated = { legacyAbac: attributes.legacyAbac };
    this.clusterName = clusterName;
    this.universeDomain = universe;
    this.googleProvider = attributes.googleProvider ?? this.account.googleProvider;
    this.account._facts.hear(this.node.path, this.accountFacts());
  }

  /** The project's number, where it was given or is known of the account. */
  public get projectNumber(): string | undefined {
    return this.givenProjectNumber ?? this.account.projectNumber;
  }

  /** What the cluster tells of its account. */
  private accountFacts() {
    const { projectId, givenProjectNumber: projectNumber, universeDomain } = this;
    return { projectId, projectNumber, universeDomain };
  }

  /** A cluster of this kind. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.GKE;
  }

  /** @internal */
  public get _account(): CloudAccount {
    return this.account;
  }

  /** The workload identity pool that GKE itself keeps for the project: `<project>.svc.id.goog`. */
  public get builtInPool(): string {
    return `${this.projectId}.svc.id.goog`;
  }

  /**
   * The cluster's full resource name.
   * @internal
   */
  public get _cloudName(): string {
    const { projectId, location, clusterName, universeDomain } = this;
    return `//container.${universeDomain}/projects/${projectId}/locations/${location}/clusters/${clusterName}`;
  }
  /** @internal */
  public override get _stated(): StatedSettings {
    return this.stated;
  }
  /**
   * Whether legacy ABAC is known to be on.
   * @internal
   */
  public get _legacyAbacOn(): boolean {
    return this.legacyAbac === true;
  }
  /** @internal */
  public get _cloudProvider(): TerraformProvider | undefined {
    return this.googleProvider;
  }
  /** @internal */
  public get _cloudProviderProperty(): string {
    return "googleProvider";
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    const { givenProjectNumber: projectNumber, universeDomain } = this;
    return [
      ...super._problems(),
      ...(["projectId", "location", "clusterName"] as const).map((property) => this.partProblem(property)),
      this.authorityProblem(),
      ...projectFactsProblems({ projectNumber, universeDomain }),
    ];
  }

  private authorityProblem(): string | undefined {
    if (!this.certificateAuthorityData || !isDnsEndpoint(this, this.endpoint)) return undefined;
    return problem(
      "certificateAuthorityData",
      "is given, and the endpoint is the DNS-based one, whose certificate is publicly trusted and of another authority",
      "Leave certificateAuthorityData out",
      "dns-endpoint-authority",
    );
  }

  private partProblem(property: "projectId" | "location" | "clusterName"): string | undefined {
    const value = this[property];
    if (!value) {
      return problem(
        property,
        "is missing, and the provider's resource leaves it to its provider",
        `Give ${property}: the issuer is made of project, location and name`,
      );
    }
    if (isLiteral(value) && !/^[a-z0-9.:-]+$/.test(value)) {
      return problem(
        property,
        `"${value}" cannot be part of a GKE issuer`,
        "Give the lower-case name that gcloud shows",
      );
    }
    return undefined;
  }
}

/** The arguments of the provider's classes that make up a GKE issuer. */
interface NamedPlace {
  readonly projectInput?: string;
  readonly locationInput?: string;
  readonly nameInput?: string;
}

/**
 * Project, location and name as they were given, not as attributes: the issuer is known at synth then. A project that
 * only the provider knows is read from there.
 */
function placeOf(resource: NamedPlace & { provider?: TerraformProvider }, options: GkeResourceOptions) {
  const provider = resource.provider as GoogleProvider | undefined;
  return {
    projectId: options.projectId ?? resource.projectInput ?? provider?.projectInput ?? "",
    location: options.location ?? resource.locationInput ?? "",
    clusterName: options.clusterName ?? resource.nameInput ?? "",
  };
}

/** "About control plane access", GKE documentation: the DNS-based endpoint, as a name or as the resource's attribute. */
function isDnsEndpoint(scope: IConstruct, endpoint: string | undefined): boolean {
  const text = endpoint === undefined ? "" : String(resolved(scope, endpoint));
  return /^https:\/\/[^/:]+\.gke\.goog(:\d+)?\/?$/i.test(text) || text.includes("dns_endpoint_config");
}

/** The authority that a client is given: its own, or none for the DNS-based endpoint. */
function authorityFor(scope: IConstruct, options: GkeResourceOptions, own: string): string | undefined {
  return options.certificateAuthorityData ?? (isDnsEndpoint(scope, options.endpoint) ? undefined : own);
}
