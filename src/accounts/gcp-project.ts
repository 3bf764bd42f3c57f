import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountSource } from "./account-source";
import { AdoptedByIssuer } from "./adopted-by-issuer";
import { CloudAccount, CloudAccountOptions } from "./cloud-account";
import { DestinationKind } from "./destination";
import { GcpPoolRegistration } from "./gcp-pool-registration";
import { projectFactsProblems, universeOf } from "./gcp-project-facts";
import { GcpProjectObjects } from "./gcp-project-objects";
import { IGcpWorkloadIdentityProvider } from "./gcp-workload-identity-provider";
import { isLiteral, problem, SharedObjects } from "../common";
import { TokenIssuer } from "../subjects";
import { DEFAULT_UNIVERSE } from "../vendor/google/federation";

/** Defaults for all that is created in a Google Cloud project. Pools, their providers and members take no labels. */
export interface GcpProjectOptions extends CloudAccountOptions {
  /**
   * The project's number, which principals are written with. With it audiences and principals are known at synth. Adding
   * or removing it moves nothing.
   *
   * @default - what the project's clusters tell; else taken from the pool, so principals are known after apply
   */
  readonly projectNumber?: string;
  /** The domain of a sovereign universe. @default - what the provider or the project's clusters tell, or "googleapis.com" */
  readonly universeDomain?: string;
  /**
   * The IAM role on the project that lets principals look clusters up, and nothing inside them.
   *
   * @default "roles/container.clusterViewer"
   */
  readonly lookupRole?: string;
}

/** What a Google Cloud project is described by. */
export interface GcpProjectAttributes extends GcpProjectOptions {
  /** The Google provider that creates the project's objects. They stand in the provider's stack. */
  readonly googleProvider: GoogleProvider;
  /** The project's id. A token is allowed. */
  readonly projectId: string;
}

/** The projects that were made from a provider alone, by their keys. */
const OF_STACK = new WeakMap<TerraformStack, Map<string, GcpProject>>();

/**
 * A Google Cloud project: where workload identity pools are created, one for each source, and what principals may look
 * up. A cluster has one, made from its provider unless given; clusters of several stacks share one that is given to all.
 *
 * @see https://cloud.google.com/iam/docs/workload-identity-federation "Workload Identity Federation"
 * @example
 * const google = new GoogleProvider(stack, "google", { project: "acme-data" });
 * const data = GcpProject.fromProvider(stack, "data", google, { projectNumber: "123456789012" });
 * const euro = GkeCluster.fromAttributes(stack, "euro", {
 *   account: data,
 *   projectId: "acme-data",
 *   location: "europe-west4",
 *   clusterName: "euro",
 * });
 */
export class GcpProject extends CloudAccount {
  /**
   * Declares a project by what is known of it. Nothing is created.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the project's id in addresses of its objects, unless there is a `key`
   * @param attributes what is known of the project
   */
  public static fromAttributes(scope: Construct, id: string, attributes: GcpProjectAttributes): GcpProject {
    return new GcpProject(scope, id, attributes.googleProvider, attributes.projectId, attributes);
  }

  /**
   * Declares the project of a provider.
   *
   * @param scope where the declaration lives
   * @param id the project's id in addresses of its objects, unless there is a `key`
   * @param googleProvider the provider that creates the project's objects; it must have a `project`
   * @param options defaults for all that is created in the project
   */
  public static fromProvider(
    scope: Construct,
    id: string,
    googleProvider: GoogleProvider,
    options: GcpProjectOptions = {},
  ): GcpProject {
    return new GcpProject(scope, id, googleProvider, googleProvider.projectInput ?? "", options, "provider");
  }

  /**
   * Declares a project by the data source that looks it up, which knows its number.
   *
   * @param scope where the declaration lives
   * @param id the project's id in addresses of its objects, unless there is a `key`
   * @param data the data source; it needs a `provider` of its own, because objects are created by that
   * @param options defaults for all that is created in the project
   */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataGoogleProject,
    options: GcpProjectOptions = {},
  ): GcpProject {
    const provider = data.provider as GoogleProvider | undefined;
    const projectId = data.projectIdInput ?? provider?.projectInput ?? data.projectId;
    return new GcpProject(scope, id, provider, projectId, { projectNumber: data.number, ...options }, undefined, data);
  }

  /**
   * The project of a cluster for which none was declared; without a provider one that fails synth where it is used.
   * @internal
   */
  public static _ofProvider(
    cluster: Construct,
    googleProvider: GoogleProvider | undefined,
    projectId: string,
  ): GcpProject {
    if (!googleProvider) return new GcpProject(cluster, "account", undefined, projectId, {});
    const stack = TerraformStack.of(googleProvider);
    const known = OF_STACK.get(stack) ?? new Map<string, GcpProject>();
    OF_STACK.set(stack, known);
    const key = keyOf(googleProvider, projectId);
    const project =
      known.get(key) ?? new GcpProject(SharedObjects.root(stack), `account-${key}`, googleProvider, projectId, { key });
    known.set(key, project);
    project.providers.add(googleProvider);
    return project;
  }

  /** The provider that creates the project's objects. */
  public readonly googleProvider?: GoogleProvider;
  /** The project's id. */
  public readonly projectId: string;
  /** @internal */
  public readonly _options: GcpProjectOptions;
  private readonly providers = new Set<GoogleProvider>();
  private readonly adopted = new AdoptedByIssuer<GcpPoolRegistration>();

  private constructor(
    scope: Construct,
    id: string,
    googleProvider: GoogleProvider | undefined,
    projectId: string,
    options: GcpProjectOptions,
    private readonly from?: "provider",
    data?: AccountSource,
  ) {
    super(scope, id, options, ["projectNumber", "universeDomain"]);
    this._source = data;
    this.googleProvider = googleProvider;
    this.projectId = projectId;
    this._options = options;
    if (googleProvider) this.providers.add(googleProvider);
    const { projectNumber, universeDomain } = options;
    this._facts.hear(this.node.path, { projectId, projectNumber, universeDomain });
    if (googleProvider) this._facts.hear(googleProvider.node.path, { universeDomain: universeOf(googleProvider) });
  }

  /** The project's number, where it was given. It may be a token. */
  public get projectNumber(): string | undefined {
    return this._facts.find("projectNumber");
  }

  /** The domain of Google's APIs in this universe. */
  public get universeDomain(): string {
    return this._facts.find("universeDomain") ?? DEFAULT_UNIVERSE;
  }

  /**
   * Takes a pool provider that exists in the project for all trusts of an issuer. To be called before the first trust of
   * the issuer into the project; a later call fails synth.
   *
   * @param issuer the source cluster, or another issuer
   * @param workloadIdentityProvider the provider, of which nothing is changed
   * @returns this project
   */
  public adoptWorkloadIdentityProvider(
    issuer: TokenIssuer,
    workloadIdentityProvider: IGcpWorkloadIdentityProvider,
  ): GcpProject {
    this.adopted.adopt("adoptWorkloadIdentityProvider", issuer, { workloadIdentityProvider });
    return this;
  }

  /**
   * Takes a pool that exists in the project for all trusts of an issuer; only the provider in it is created. Subjects of
   * all issuers in one pool are the same principals, so a pool with a second issuer is a risk. To be called before the
   * first trust of the issuer into the project; a later call fails synth.
   *
   * @param issuer the source cluster, or another issuer
   * @param poolId the pool's id in the project
   * @param providerId the id of the provider that is created in it. Default: "kubernetes"
   * @returns this project
   */
  public adoptPool(issuer: TokenIssuer, poolId: string, providerId?: string): GcpProject {
    this.adopted.adopt("adoptPool", issuer, { existingPoolId: poolId, providerId });
    return this;
  }

  /** @internal */
  public _adoptedFor(issuer: TokenIssuer): GcpPoolRegistration {
    return this.adopted.of(issuer) ?? {};
  }

  /** @internal */
  public get _place(): string | undefined {
    return isLiteral(this.projectId) && this.projectId ? `google ${this.projectId}` : undefined;
  }

  /** The services of this cloud. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.GCP;
  }

  /** @internal */
  public get _written(): readonly (string | undefined)[] {
    return [this.projectId, this.projectNumber, this._options.lookupRole];
  }

  /** @internal */
  public get _provider(): TerraformProvider | undefined {
    return this.googleProvider;
  }

  /** @internal */
  public _objects(fallback: TerraformStack): GcpProjectObjects {
    const objects = this._kept(this._home(fallback), (stack) => GcpProjectObjects.of(this, stack));
    for (const provider of this.providers) objects.offerProvider(provider);
    return objects;
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [
      ...super._problems(),
      ...this.adopted.problems(),
      this.projectId || this.from !== "provider"
        ? undefined
        : problem("project", "is missing on the Google provider", "Set it there, or use GcpProject.fromAttributes"),
      ...projectFactsProblems({ ...this._options, projectId: this.projectId }),
    ];
  }
}

/**
 * A provider that names the project is the project's own, and its id is the key, so that nothing moves when the project's
 * id is a literal today and a token tomorrow. One provider may serve several projects: the others are told by their ids.
 */
function keyOf(provider: GoogleProvider, projectId: string): string {
  const own = provider.projectInput;
  if (own !== undefined && (own === projectId || !isLiteral(projectId) || !isLiteral(own))) return provider.node.id;
  return isLiteral(projectId) && projectId ? projectId : provider.node.id;
}
