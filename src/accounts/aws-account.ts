import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AwsIssuerRegistration } from "./aws-issuer-registration";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { CloudAccount } from "./cloud-account";
import { Cluster, EksCluster } from "../clusters";
import { isLiteral, otherOwner, problem } from "../common";

/** What account id clusters told with each provider; empty for none. */
const ACCOUNT_OF_PROVIDER = new WeakMap<TerraformProvider, string>();

/** One AWS account: its OIDC providers and federated roles. */
export class AwsAccount extends CloudAccount {
  /**
   * The account of a target cluster, in the stack of its federation home.
   *
   * @param fallback the stack to use when the cluster has no provider, which fails synth elsewhere
   */
  public static of(cluster: EksCluster, fallback: TerraformStack): AwsAccount {
    const home = cluster.federationHome;
    const stack = home.awsProvider ? TerraformStack.of(home.awsProvider) : fallback;
    const id = isLiteral(home.accountId) ? home.accountId : (home.awsProvider?.friendlyUniqueId ?? "unknown");
    const account = CloudAccount.in(stack, `aws-${id}`, (root) => new AwsAccount(root, `aws-${id}`, home));
    account.offerProvider(home.awsProvider);
    for (const one of [home, cluster]) {
      const { accountId, partition } = one;
      account.agree(`the AWS account "${id}"`, one, () => ({ partition, ...(isLiteral(accountId) && { accountId }) }));
      account.refuseHalfKnownAccount(one);
    }
    return account;
  }

  /** The account's id, where it is known at synth. */
  public readonly accountId?: string;
  private readonly issuers = new Map<string, Cluster>();

  private constructor(scope: Construct, id: string, cluster: EksCluster) {
    super(scope, id);
    this.accountId = isLiteral(cluster.accountId) ? cluster.accountId : undefined;
  }

  /**
   * The OIDC provider of a source's issuer, registered once in the account, with one more audience.
   *
   * @param existing one that was made elsewhere; then nothing is created
   */
  public oidcProvider(source: Cluster, audience: string, existing?: IAwsOidcProvider): IAwsOidcProvider {
    const id = `issuer-${source._key}`;
    this.refuseSecondDeclaration(source);
    const options = { oidcProvider: existing?.oidcProviderArn };
    const provider =
      this.find<IAwsOidcProvider>(id, options) ?? this.keep(id, options, this.register(id, source, existing));
    if (provider instanceof AwsIssuerRegistration) provider.addAudience(audience);
    return provider;
  }

  private register(id: string, source: Cluster, existing?: IAwsOidcProvider): IAwsOidcProvider {
    if (existing) {
      this.refuseOtherIssuer(source, existing.oidcProviderArn);
      return existing;
    }
    this.refuseSecondStack(source);
    return new AwsIssuerRegistration(this, id, this, source);
  }

  /** Notes a role's name, which is unique in an account whatever its letter case. */
  public claimRoleName(name: string, role: Construct): void {
    if (!isLiteral(name)) return;
    const wayOut = "Give each service account its own roleName, or share one role: new AwsFederatedRole";
    this.claim("roleName", name.toLowerCase(), role, wayOut);
  }

  /** One provider object is one account, so an id that only some of its clusters tell would divide it in two. */
  private refuseHalfKnownAccount({ awsProvider, accountId, node }: EksCluster): void {
    if (!awsProvider) return;
    const told = isLiteral(accountId) ? accountId : "";
    const first = ACCOUNT_OF_PROVIDER.get(awsProvider) ?? told;
    ACCOUNT_OF_PROVIDER.set(awsProvider, first);
    if (first === told) return;
    this.refuseAlways(
      problem(
        "accountId",
        `"${node.path}" says ${told || "nothing"}, and another cluster with the same AWS provider ${first || "nothing"}`,
        "Give all clusters of the account the same accountId",
      ),
    );
  }

  private refuseOtherIssuer(source: Cluster, oidcProviderArn: string): void {
    if (!isLiteral(oidcProviderArn) || !isLiteral(source.issuer)) return;
    const host = source.issuer.replace(/^https:\/\//, "");
    if (oidcProviderArn.endsWith(`:oidc-provider/${host}`)) return;
    this.refuseAlways(
      problem(
        "oidcProvider",
        `"${oidcProviderArn}" is not the provider of the issuer ${source.issuer}`,
        `Give the ARN that ends in oidc-provider/${host}`,
      ),
    );
  }

  private refuseSecondDeclaration(source: Cluster): void {
    const key = isLiteral(source.issuer) && source.issuer ? source.issuer : source._identity;
    const first = this.issuers.get(key) ?? source;
    this.issuers.set(key, first);
    if (first === source) return;
    this.refuseAlways(
      problem(
        "issuer",
        `${key} is declared by two clusters, "${first.node.path}" and "${source.node.path}", and an account registers it once`,
        "Declare the cluster once and use that object in all trusts",
      ),
    );
  }

  private refuseSecondStack(source: Cluster): void {
    if (!this.accountId || !isLiteral(source.issuer)) return;
    const stack = TerraformStack.of(this);
    const other = otherOwner(stack, `aws-oidc-provider ${this.accountId} ${source.issuer}`);
    if (!other) return;
    this.refuseAlways(
      problem(
        "oidcProvider",
        `the issuer ${source.issuer} is registered for the account ${this.accountId} by the stack "${other.node.id}" already, and AWS refuses a second one`,
        `Give this stack's EKS clusters a federationHome in "${other.node.id}", or an existing oidcProvider`,
      ),
    );
  }
}
