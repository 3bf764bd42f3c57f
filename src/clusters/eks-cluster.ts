import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ClusterKind } from "./cluster";
import { given } from "./overrides";
import { TargetCluster, TargetClusterAttributes } from "./target-cluster";
import { AwsAccount, AwsPartition, CloudAccount, DestinationKind } from "../accounts";
import { partitionOf, regionProblem } from "../accounts/aws-partition";
import { isLiteral, problem } from "../common";
import { StableKeyOptions } from "../subjects";
import { StatedSettings } from "../trust-declaration";
import { DEFAULT_EKS_AUTHENTICATION_MODE, EKS_AUTHENTICATION_MODES, EKS_CLUSTER_NAME_FORM } from "../vendor/aws/eks";
import { ACCOUNT_ID_FORM } from "../vendor/aws/iam";

/** What is told of an EKS cluster that the provider's own resource does not tell. */
export interface EksClusterOptions extends StableKeyOptions {
  /**
   * The account in which the cluster is. Clusters share OIDC providers and roles within it; give one to clusters with
   * several providers or in several stacks, and its provider's stack holds them.
   *
   * @default - the account of the AWS provider
   */
  readonly account?: AwsAccount;
  /**
   * The AWS provider of the cluster's account, in the stack that holds the trusts into it. Its region does not matter:
   * regional objects name the cluster's region themselves.
   *
   * @default - the provider of the resource or data source, or that of the account; trusts into this cluster fail synth
   * without one
   */
  readonly awsProvider?: AwsProvider;
  /** The Kubernetes provider that talks to this cluster. @default - none: trusts that make RBAC objects fail synth */
  readonly kubernetesProvider?: TargetClusterAttributes["kubernetesProvider"];
  /**
   * The account's 12 digits. With them ARNs are known at synth. Adding or removing them moves nothing.
   *
   * @default - those of the account
   */
  readonly accountId?: string;
  /** The partition. @default - derived from the region, or read from the resource's ARN */
  readonly partition?: AwsPartition;
}

/** What is told of an EKS cluster beside its resource or data source, or otherwise than they say. */
export interface EksResourceOptions extends EksClusterOptions {
  /** The cluster's region. @default - that of the resource or its provider, or read from its ARN */
  readonly region?: string;
  /** The OIDC issuer. @default - that of the resource or data source */
  readonly issuer?: string;
  /** The API server's URL, such as one behind a private name. @default - that of the resource or data source */
  readonly endpoint?: string;
  /** The API server's certificate authority, PEM in base64. @default - that of the resource or data source */
  readonly certificateAuthorityData?: string;
  /**
   * The cluster's authentication mode: `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`.
   *
   * @default - that of the resource, which is CONFIG_MAP where it has no `access_config`; unknown for a data source
   */
  readonly authenticationMode?: string;
}

/** What an EKS cluster is described by. Every string may be a token. */
export interface EksClusterAttributes extends EksClusterOptions {
  /** The cluster's name, which the credential is signed for. */
  readonly clusterName: string;
  /** The cluster's region. */
  readonly region: string;
  /**
   * The OIDC issuer: `https://oidc.eks.<region>.amazonaws.com/id/<ID>`, without a slash at the end.
   *
   * @default - none: the cluster can be a target only
   */
  readonly issuer?: string;
  /** The API server's URL. @default - none */
  readonly endpoint?: string;
  /** The API server's certificate authority, PEM in base64. @default - none */
  readonly certificateAuthorityData?: string;
  /**
   * The cluster's authentication mode: `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. The last has no access entries and
   * is refused as a target.
   *
   * @default - unknown: assumed to have access entries
   */
  readonly authenticationMode?: string;
}

/**
 * An Amazon EKS cluster, as a source or target of trusts. It creates nothing.
 *
 * Amazon EKS documentation: "Create an IAM OIDC provider for your cluster", "Grant IAM users access to Kubernetes with
 * EKS access entries".
 */
export class EksCluster extends TargetCluster {
  /**
   * Declares an EKS cluster by what is known of it.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the cluster's name in construct paths, default names and kubeconfigs
   * @param attributes what is known of the cluster
   */
  public static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): EksCluster {
    return new EksCluster(scope, id, attributes);
  }

  /** Declares an EKS cluster from the resource that creates it, so that nothing is typed twice. */
  public static fromResource(
    scope: Construct,
    id: string,
    resource: EksClusterResource,
    options: EksResourceOptions = {},
  ): EksCluster {
    const cluster = new EksCluster(scope, id, {
      ...placeOf(resource, options),
      clusterName: resource.name,
      issuer: resource.identity.get(0).oidc.get(0).issuer,
      endpoint: resource.endpoint,
      certificateAuthorityData: resource.certificateAuthority.get(0).data,
      authenticationMode: resource.accessConfigInput?.authenticationMode ?? DEFAULT_EKS_AUTHENTICATION_MODE,
      ...given(options),
    });
    cluster._source = resource;
    cluster.hasDefaultMode = resource.accessConfigInput?.authenticationMode === undefined;
    cluster.stated = given({ authenticationMode: options.authenticationMode });
    return cluster;
  }

  /** Declares an EKS cluster from the data source that looks it up. */
  public static fromDataSource(
    scope: Construct,
    id: string,
    data: DataAwsEksCluster,
    options: EksResourceOptions = {},
  ): EksCluster {
    const cluster = new EksCluster(scope, id, {
      ...placeOf(data, options),
      clusterName: data.name,
      issuer: data.identity.get(0).oidc.get(0).issuer,
      endpoint: data.endpoint,
      certificateAuthorityData: data.certificateAuthority.get(0).data,
      ...given(options),
    });
    cluster._source = data;
    return cluster;
  }

  /** The account in which the cluster is. */
  public readonly account: AwsAccount;
  /** The cluster's name. */
  public readonly clusterName: string;
  /** The cluster's region. */
  public readonly region: string;
  /** The partition; an empty string when the region is unknown until apply and none was given. */
  public readonly partition: string;
  /** The AWS provider of the cluster's account, where one was given. */
  public readonly awsProvider?: AwsProvider;
  private readonly givenAccountId?: string;
  private readonly authenticationMode?: string;
  private stated: StatedSettings;
  private hasDefaultMode = false;

  private constructor(scope: Construct, id: string, attributes: EksClusterAttributes) {
    super(scope, id, ClusterKind.EKS, attributes, attributes.issuer);
    this.clusterName = attributes.clusterName;
    this.region = attributes.region;
    this.partition = attributes.partition ?? partitionOf(attributes.region) ?? "";
    this.givenAccountId = attributes.accountId;
    this.account = attributes.account ?? AwsAccount._ofProvider(this, attributes.awsProvider);
    this.awsProvider = attributes.awsProvider ?? this.account.awsProvider;
    this.account._facts.hear(this.node.path, this.accountFacts());
    if (attributes.awsProvider) this.account._hearProvider(attributes.awsProvider);
    this.authenticationMode = attributes.authenticationMode;
    this.stated = { authenticationMode: attributes.authenticationMode };
  }

  /** The account's 12 digits, where they were given or are known of the account. */
  public get accountId(): string | undefined {
    return this.givenAccountId ?? this.account.accountId;
  }

  /** What the cluster tells of its account. */
  private accountFacts() {
    return { accountId: this.givenAccountId, partition: this.partition || undefined };
  }

  /** A cluster of this kind. */
  public get destinationKind(): DestinationKind {
    return DestinationKind.EKS;
  }

  /** @internal */
  public get _account(): CloudAccount {
    return this.account;
  }

  /**
   * The cluster's ARN; without the account's id where that was not given.
   * @internal
   */
  public get _cloudName(): string {
    return `arn:${this.partition}:eks:${this.region}:${this.accountId ?? ""}:cluster/${this.clusterName}`;
  }
  /** @internal */
  public override get _stated(): StatedSettings {
    return this.stated;
  }
  /** @internal */
  public get _cloudProvider(): TerraformProvider | undefined {
    return this.awsProvider;
  }
  /** @internal */
  public get _cloudProviderProperty(): string {
    return "awsProvider";
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [
      ...super._problems(),
      regionProblem(this.region),
      this.nameProblem(),
      this.partitionMismatch(),
      this.accountProblem(),
      this.issuerMismatch(),
      this.modeProblem(),
    ];
  }

  /** @internal */
  public override _targetProblems(stack: TerraformStack): (string | undefined)[] {
    return [
      ...super._targetProblems(stack),
      this.authenticationMode === "CONFIG_MAP" ? this.configMapProblem() : undefined,
      this.partition === "" && !isLiteral(this.region)
        ? problem(
            `${this.node.path} partition`,
            "cannot be derived from a region that is unknown until apply",
            "Give the EKS cluster its partition",
          )
        : undefined,
    ];
  }

  private configMapProblem(): string {
    const property = `${this.node.path} authenticationMode`;
    const code = "authentication-mode-config-map";
    if (!this.hasDefaultMode) {
      return problem(
        property,
        "is CONFIG_MAP, in which the cluster has no access entries",
        "Set the cluster's authentication mode to API_AND_CONFIG_MAP or API",
        code,
      );
    }
    return problem(
      property,
      "is CONFIG_MAP, in which the cluster has no access entries: EKS gives it to a cluster that is created without access_config",
      "Set access_config's authentication_mode to API or API_AND_CONFIG_MAP, or give authenticationMode if the cluster is an older one that has such a mode already",
      code,
    );
  }

  private partitionMismatch(): string | undefined {
    const derived = partitionOf(this.region);
    if (!derived || derived === this.partition || !isLiteral(this.partition)) return undefined;
    return problem(
      "partition",
      `is ${this.partition}, and the region ${this.region} is in ${derived}`,
      "Leave the partition out, or correct the region",
    );
  }

  private nameProblem(): string | undefined {
    const { clusterName } = this;
    if (!isLiteral(clusterName) || EKS_CLUSTER_NAME_FORM.test(clusterName)) return undefined;
    const isArn = clusterName.startsWith("arn:");
    return problem(
      "clusterName",
      `"${clusterName}" is ${isArn ? "an ARN and not the cluster's name" : "not an EKS cluster's name"}`,
      isArn ? "Give what follows cluster/ in it" : "Give 1 to 100 letters, digits, dashes and underscores",
      "cluster-name",
    );
  }

  private accountProblem(): string | undefined {
    if (!isLiteral(this.accountId) || ACCOUNT_ID_FORM.test(this.accountId)) return undefined;
    return problem("accountId", `"${this.accountId}" is not an account id`, "Give the account's 12 digits");
  }

  private issuerMismatch(): string | undefined {
    if (!isLiteral(this.issuer) || !this.issuer) return undefined;
    if (this.issuer.endsWith("/")) {
      return problem("issuer", `"${this.issuer}" ends in a slash, and EKS issuers do not`, "Take the slash away");
    }
    const region = /^https:\/\/oidc[.-]eks\.([a-z0-9-]+)\./.exec(this.issuer)?.[1];
    if (!region || !isLiteral(this.region) || region === this.region) return undefined;
    return problem(
      "issuer",
      `is of the region ${region}, and the cluster of ${this.region}`,
      "Give the issuer and the region of the same cluster",
    );
  }

  private modeProblem(): string | undefined {
    const modes: readonly string[] = EKS_AUTHENTICATION_MODES;
    if (!isLiteral(this.authenticationMode) || modes.includes(this.authenticationMode)) return undefined;
    return problem("authenticationMode", `"${this.authenticationMode}" is unknown`, `Give one of ${modes.join(", ")}`);
  }
}

/** Region and partition: as they were given, to the resource or its provider, or else out of the cluster's ARN. */
function placeOf(resource: EksClusterResource | DataAwsEksCluster, options: EksResourceOptions) {
  const awsProvider = options.awsProvider ?? (resource.provider as AwsProvider | undefined);
  const region =
    options.region ?? resource.regionInput ?? awsProvider?.regionInput ?? partOfArn(resource.arn, ArnPart.REGION);
  const partition = partitionOf(region) ?? partOfArn(resource.arn, ArnPart.PARTITION);
  return { awsProvider, region, partition: partition as AwsPartition };
}

enum ArnPart {
  PARTITION = 1,
  REGION = 3,
}

function partOfArn(arn: string, part: ArnPart): string {
  return Fn.element(Fn.split(":", arn), part) as string;
}
