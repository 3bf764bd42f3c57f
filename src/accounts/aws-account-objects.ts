import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountObjects } from "./account-objects";
import type { AwsAccount } from "./aws-account";
import { AwsIssuerRegistration } from "./aws-issuer-registration";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { isLiteral, problem, renamedChild, SharedObjects } from "../common";
import { OidcIssuer } from "../subjects";

/** The OIDC providers and federated roles of one AWS account. */
export class AwsAccountObjects extends AccountObjects {
  /** The objects of an account in a stack. */
  public static of(account: AwsAccount, stack: TerraformStack): AwsAccountObjects {
    const shared = account._stableKey.id((key) => `aws-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new AwsAccountObjects(root, id, account)).serve(account);
  }

  private readonly issuers = new Map<string, OidcIssuer>();

  private constructor(
    scope: Construct,
    id: string,
    public readonly owner: AwsAccount,
  ) {
    super(scope, id, owner);
    this.provider = owner.awsProvider;
  }

  /**
   * The OIDC provider of a source's issuer, registered once in the account, with one more audience.
   *
   * @param given one that exists and was given to a single trust; then nothing is created
   */
  public oidcProvider(source: OidcIssuer, audience: string, given?: IAwsOidcProvider): IAwsOidcProvider {
    this.noteSource(source);
    this.refuseSecondDeclaration(source);
    const existing = given ?? this.owner._adoptedFor(source);
    const id = renamedChild(
      this,
      source._stableKey.id((key) => `issuer-${key}`),
    );
    const options = { oidcProvider: existing?.oidcProviderArn };
    const provider =
      this.find<IAwsOidcProvider>(id, options) ?? this.keep(id, options, this.register(id, source, existing));
    if (provider instanceof AwsIssuerRegistration) provider.addAudience(audience);
    return provider;
  }

  /** Notes a role's name, which is unique in an account whatever its letter case. */
  public claimRoleName(name: string, by: Construct): void {
    if (!isLiteral(name)) return;
    const wayOut =
      "Give each service account its own roleName, share one role (new AwsFederatedRole), or give the clusters of both one AwsAccount";
    this.claim({ property: "roleName", name: () => name.toLowerCase(), by, wayOut, place: () => this.owner._place });
  }

  private refuseSecondDeclaration(source: OidcIssuer): void {
    if (!isLiteral(source.issuer) || !source.issuer) return;
    const first = this.issuers.get(source.issuer) ?? source;
    this.issuers.set(source.issuer, first);
    if (first === source || first._stableKey.value === source._stableKey.value) return;
    this.refuseAlways(
      problem(
        "issuer",
        `${source.issuer} is declared by two clusters, "${first.node.path}" and "${source.node.path}", and an account registers it once`,
        "Declare the cluster once and use that object in all trusts",
      ),
    );
  }

  private register(id: string, source: OidcIssuer, existing?: IAwsOidcProvider): IAwsOidcProvider {
    if (existing) {
      this.refuseOtherIssuer(source, existing.oidcProviderArn);
      return existing;
    }
    const made = new AwsIssuerRegistration(this, id, this, source);
    if (isLiteral(source.issuer)) {
      this.claim({
        property: "oidcProvider",
        name: () => source.issuer,
        by: made,
        wayOut: `An account registers an issuer once: give the clusters of both one AwsAccount, or adopt the provider that exists (AwsAccount.adoptOidcProvider)`,
        place: () => this.owner._place,
      });
    }
    return made;
  }

  private refuseOtherIssuer(source: OidcIssuer, oidcProviderArn: string): void {
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
}
