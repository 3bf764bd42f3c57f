import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct, IConstruct } from "constructs";
import { arnProblem } from "./aws-partition";
import { refuse } from "../common";

/** An account's registration of an issuer: the provider that a trust policy names as its federated principal. */
export interface IAwsOidcProvider extends IConstruct {
  /** The provider's ARN: `arn:<partition>:iam::<account>:oidc-provider/<issuer without https://>`. */
  readonly oidcProviderArn: string;
  /** The resource, where this library made it. */
  readonly resource?: IamOpenidConnectProvider;
}

/**
 * An IAM OIDC provider that exists already. Trusts create providers themselves, once for each issuer and account; an
 * account that has registered an issuer elsewhere must adopt it (`AwsAccount.adoptOidcProvider`), because IAM refuses a
 * second one.
 *
 * AWS IAM documentation: "Create an OpenID Connect (OIDC) identity provider in IAM".
 */
export class AwsOidcProvider extends Construct implements IAwsOidcProvider {
  /**
   * Declares the provider. It must have the audience of the trusts among its client ids.
   *
   * @param scope where the declaration lives
   * @param id the declaration's id
   * @param oidcProviderArn the provider's ARN; a token is allowed
   */
  public static fromArn(scope: Construct, id: string, oidcProviderArn: string): IAwsOidcProvider {
    return new AwsOidcProvider(scope, id, oidcProviderArn);
  }

  /** The provider's ARN. */
  public readonly oidcProviderArn: string;

  private constructor(scope: Construct, id: string, oidcProviderArn: string) {
    super(scope, id);
    this.oidcProviderArn = oidcProviderArn;
    const kind = { name: "OIDC provider", resource: "oidc-provider/" };
    refuse(this, () => [arnProblem("oidcProviderArn", oidcProviderArn, kind)]);
  }
}
