import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AccountObjects } from "./account-objects";
import type { AwsAccount } from "./aws-account";
import type { AwsIssuerRegistration } from "./aws-issuer-registration";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { isLiteral, Missing, problem, renamedChild, resolved, SharedObjects } from "../common";
import { TokenIssuer } from "../subjects";
import { issuerInIam } from "../vendor/aws/iam";

/** The OIDC providers and federated roles of one AWS account. */
export class AwsAccountObjects extends AccountObjects {
  /** The objects of an account in a stack. */
  public static of(account: AwsAccount, stack: TerraformStack): AwsAccountObjects {
    const shared = account._stableKey.id((key) => `aws-${key}`);
    return SharedObjects.in(stack, shared, (root, id) => new AwsAccountObjects(root, id, account)).serve(account);
  }

  private readonly issuers = new Map<string, TokenIssuer>();

  private constructor(
    scope: Construct,
    id: string,
    public readonly owner: AwsAccount,
  ) {
    super(scope, id, owner);
    this.provider = owner.awsProvider;
  }

  /**
   * The OIDC provider of a source's issuer, or what is missing for it: the caller makes an `AwsIssuerRegistration` and keeps it by
   * `register`. An account has one for each issuer.
   *
   * @param given one that exists and was given to a single trust; then nothing is created
   */
  public oidcProvider(source: TokenIssuer, given?: IAwsOidcProvider): IAwsOidcProvider | Missing<TokenIssuer> {
    this.noteSource(source);
    this.refuseSecondDeclaration(source);
    if (source._builtInToAws !== undefined) return this.builtIn(source, source._builtInToAws);
    const existing = given ?? this.owner._adoptedFor(source);
    const id = renamedChild(
      this,
      source._stableKey.id((key) => `issuer-${key}`),
    );
    const options = existing ? { oidcProvider: existing.oidcProviderArn } : NOTHING_GIVEN;
    const known = this.find<IAwsOidcProvider>(id, options);
    if (known) return known;
    if (!existing) return new Missing(this, id, options, source);
    this.refuseOtherIssuer(source, existing.oidcProviderArn);
    this.claimProvider(source, existing, "adopted");
    return this.keep(id, options, existing);
  }

  /** Keeps the registration of an issuer, which the account takes once. */
  public register(missing: Missing<TokenIssuer>, made: AwsIssuerRegistration): AwsIssuerRegistration {
    this.claimProvider(missing.props, made);
    return missing.keep(made);
  }

  private claimProvider({ issuer }: TokenIssuer, by: IAwsOidcProvider, existing?: string): void {
    if (!isLiteral(issuer)) return;
    const wayOut =
      "An account registers an issuer once: give the clusters of both one AwsAccount, or adopt the provider that exists (AwsAccount.adoptOidcProvider)";
    this.claim({ property: "oidcProvider", name: issuer, by, wayOut, place: this.owner, existing });
  }

  /** Notes a role's name, which is unique in an account whatever its letter case. */
  public claimRoleName(name: string, by: Construct): void {
    if (!isLiteral(name)) return;
    const wayOut =
      "Give each service account its own roleName, share one role (new AwsFederatedRole), or give the clusters of both one AwsAccount";
    this.claim({ property: "roleName", name: name.toLowerCase(), by, wayOut, place: this.owner });
  }

  /** Notes that a role exists already: whatever its path, its name is that of no other role in its account. */
  public claimExistingRole(roleArn: string, by: Construct): void {
    const match = isLiteral(roleArn) ? ROLE_ARN_FORM.exec(roleArn) : null;
    if (!match) return;
    const [, accountId, name] = match;
    this.claim({
      ...{
        property: "roleName",
        name: name.toLowerCase(),
        by,
        place: { _place: `aws ${accountId}` },
        existing: roleArn,
      },
      wayOut:
        "IAM compares names of roles without path and letter case: give both trusts one role, and its ARN as IAM shows it",
    });
  }

  /** Notes that the inline policy of a role is written, which a second one of its name would overwrite. */
  public claimPolicy(roleName: string, by: Construct): void {
    const wayOut =
      "A role has one inline policy of trusts: make all its trusts in one stack, by one AwsAccount and one declaration of the role";
    const name = () => {
      const text = String(resolved(this, roleName));
      // A reference says in its own stack alone what it is.
      return `policy of ${text.includes("${") ? `${text} in ${this.node.path}` : text.toLowerCase()}`;
    };
    this.claim({ property: "role", name, by, wayOut, place: this.owner });
  }

  private refuseSecondDeclaration(source: TokenIssuer): void {
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

  /** An issuer that AWS knows by itself: nothing is registered. */
  private builtIn(source: TokenIssuer, name: string): IAwsOidcProvider {
    const id = `issuer-${source._stableKey.value}`;
    return this.find<IAwsOidcProvider>(id, {}) ?? this.keep(id, {}, new AwsBuiltInProvider(this, id, name));
  }

  private refuseOtherIssuer(source: TokenIssuer, oidcProviderArn: string): void {
    if (!isLiteral(oidcProviderArn) || !isLiteral(source.issuer)) return;
    const host = issuerInIam(source.issuer);
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

const NOTHING_GIVEN = {};

/** A role's ARN: its account, and its name without the path. */
const ROLE_ARN_FORM = /^arn:[^:]+:iam::(\d{12}):role\/(?:[^:]*\/)?([^/:]+)$/;

class AwsBuiltInProvider extends Construct implements IAwsOidcProvider {
  public constructor(
    scope: Construct,
    id: string,
    public readonly oidcProviderArn: string,
  ) {
    super(scope, id);
  }
}
