import { blocks, Configuration, Provider, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { digitsOf } from "../digest";
import { majority, Mentions } from "../evidence";
import { partitionOf } from "./regions";
import { issuerInIam } from "../../vendor/aws/iam";

/** Arguments of the AWS provider that decide as whom, and so in which account, it acts. */
const CREDENTIAL_ARGUMENTS = ["profile", "access_key", "shared_config_files", "shared_credentials_files"];
/** Resources of a cluster in the provider's own account. */
const OF_CLUSTERS = ["aws_eks_access_entry", "aws_eks_pod_identity_association"];
const EKS_ARN = /arn:aws[\w-]*:eks:([a-z0-9-]+):(\d{12}):cluster\/([\w-]+)/g;
const ROLE_OR_ISSUER_ARN = /arn:aws[\w-]*:iam::(\d{12}):(role|oidc-provider)(\/[^\s"'\\]+)/g;

/** Which account each provider acts in. A resource's own ARN tells it wherever a state or plan shows one. */
export class AwsAccounts {
  private readonly ids = new Map<string, string>();
  private readonly made = new Map<string, ReadonlyMap<Provider | undefined, readonly Resource[]>>();
  private evidence?: Mentions;

  public constructor(private readonly configuration: () => Configuration) {}

  /**
   * The account of a resource.
   *
   * @throws UnresolvedValue where as much speaks for one account as for another
   */
  public of(resource: Resource, ownArn?: string): string {
    const told = ownArn?.split(":")[4];
    if (told) return told;
    if (!resource.provider) {
      throw new UnresolvedValue(
        `${resource.stack}: ${resource.address}`,
        "shows neither an ARN nor a provider, so its account is unknown",
        "Read the synthesized folder (cdktf.out) instead",
      );
    }
    return this.ofProvider(resource.provider);
  }

  /** The partition of a provider's region; commercial where it has none. */
  public partitionOf(provider: Provider | undefined): string {
    return partitionOf(this.regionOf(provider));
  }

  /** A provider's region; empty where it is left to the environment. */
  public regionOf(provider: Provider | undefined): string {
    return text(provider?.argument("region")) ?? "";
  }

  private ofProvider(provider: Provider): string {
    const key = `${provider.stack} ${provider.key}`;
    const known = this.ids.get(key) ?? this.find(provider);
    this.ids.set(key, known);
    return known;
  }

  private find(provider: Provider): string {
    const allowed = texts(provider.argument("allowed_account_ids"));
    if (allowed.length === 1) return allowed[0];
    // Each role is assumed from the one before it, and the first one with the token.
    const chain = ["assume_role_with_web_identity", "assume_role"].flatMap((name) => blocks(provider.argument(name)));
    const assumed = text(chain.at(-1)?.role_arn)?.split(":")[4];
    if (assumed) return assumed;
    const mentioned = majority(this.mentionsOf(provider));
    if (typeof mentioned === "object") {
      throw new UnresolvedValue(
        `${provider.stack}: provider.${provider.key}`,
        `does not say its account, and its roles are written with the accounts ${mentioned.tie.join(" and ")}`,
        "Set allowed_account_ids on the provider",
      );
    }
    return mentioned ?? this.assign(provider);
  }

  /** Accounts in ARNs that name what this provider makes or is for: roles, OIDC providers, clusters that let roles in or give them to pods. */
  private mentionsOf(provider: Provider) {
    const evidence = (this.evidence ??= this.gather());
    const made = (type: string) => this.madeBy(provider, type);
    const roles = made("aws_iam_role").map(
      (role) => `role${text(role.argument("path")) ?? "/"}${text(role.argument("name")) ?? ""}`,
    );
    const issuers = made("aws_iam_openid_connect_provider").map(
      (issuer) => `oidc-provider/${issuerInIam(text(issuer.argument("url")) ?? "")}`,
    );
    const clusters = OF_CLUSTERS.flatMap(made).map((one) =>
      clusterKey(text(one.argument("region")) ?? this.regionOf(provider), text(one.argument("cluster_name")) ?? ""),
    );
    return [...new Set([...roles, ...issuers, ...clusters])].flatMap((name) => evidence.of(name));
  }

  private madeBy(provider: Provider, type: string): readonly Resource[] {
    const known = this.made.get(type) ?? byProvider(this.configuration().resources(type));
    this.made.set(type, known);
    return known.get(provider) ?? [];
  }

  private gather(): Mentions {
    const found = new Mentions();
    for (const { match } of this.configuration().matches(ROLE_OR_ISSUER_ARN)) {
      found.add(`${match[2]}${match[3]}`, match[1]);
    }
    for (const { match } of this.configuration().matches(EKS_ARN)) found.add(clusterKey(match[1], match[3]), match[2]);
    return found;
  }

  /** Providers with the same credentials act in the same account, whichever it is. */
  private assign(provider: Provider): string {
    const credentials = CREDENTIAL_ARGUMENTS.map((name) => [name, provider.argument(name)]);
    return digitsOf(`aws account ${JSON.stringify(credentials)}`, 12);
  }
}

function clusterKey(region: string, name: string): string {
  return `cluster ${region} ${name}`;
}

function byProvider(resources: readonly Resource[]): ReadonlyMap<Provider | undefined, readonly Resource[]> {
  const made = new Map<Provider | undefined, Resource[]>();
  for (const resource of resources) {
    const list = made.get(resource.provider);
    if (list) list.push(resource);
    else made.set(resource.provider, [resource]);
  }
  return made;
}
