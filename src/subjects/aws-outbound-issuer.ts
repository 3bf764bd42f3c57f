import { Construct } from "constructs";
import { exactSubject, ExternalSubject } from "./external-subject";
import { StableKeyOptions } from "./stable-key-options";
import { TokenIssuer } from "./token-issuer";
import { TargetCloud, TokenWay } from "./token-way";
import { isLiteral, problem } from "../common";
import { ROLE_ARN_FORM } from "../vendor/aws/iam";
import { AWS_OUTBOUND_ISSUER_FORM } from "../vendor/issuers/clouds";

/** What an AWS account's issuer is described by. */
export interface AwsOutboundIssuerAttributes extends StableKeyOptions {
  /**
   * The account's issuer, `https://<id>.tokens.sts.global.api.aws`: `aws iam get-outbound-web-identity-federation-info` shows
   * it. A token is allowed.
   */
  readonly issuer: string;
}

/**
 * The issuer by which AWS tells other clouds of an account's roles: outbound identity federation, which the account must
 * have switched on. A role of an EC2 instance, of an EKS pod or of another workload is then a subject of trusts into Google
 * Cloud and Azure; the exec plugin asks AWS STS for its token (`--source aws-web-identity`), for which the role needs the
 * permission `sts:GetWebIdentityToken`. It creates nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html "Federating AWS identities to
 * external services", IAM User Guide
 *
 * @example
 *
 * const aws = AwsOutboundIssuer.fromAttributes(this, "build-account", {
 *   issuer: "https://abc123-def456-ghi789-jkl012.tokens.sts.global.api.aws",
 * });
 * mesh.allow(aws.role("arn:aws:iam::111122223333:role/deployer"), gke, ClusterAccess.view());
 */
export class AwsOutboundIssuer extends TokenIssuer {
  /**
   * Declares an account's issuer. Nothing is created.
   *
   * @param scope where the declaration lives
   * @param id the account's name in construct paths, default names and reports
   * @param attributes what is known of the issuer
   */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: AwsOutboundIssuerAttributes,
  ): AwsOutboundIssuer {
    return new AwsOutboundIssuer(scope, id, attributes);
  }

  private constructor(scope: Construct, id: string, attributes: AwsOutboundIssuerAttributes) {
    super(scope, id, attributes, attributes.issuer);
  }

  /**
   * A role of the account, whatever uses it.
   *
   * @param roleArn the role's ARN, which is the token's `sub`
   * @param name what tells the role in addresses and names where its ARN is not known at synth. Default: the ARN
   */
  public role(roleArn: string, name?: string): ExternalSubject {
    const refusal = () =>
      isLiteral(roleArn) && !ROLE_ARN_FORM.test(roleArn)
        ? problem("roleArn", `"${roleArn}" is not the ARN of a role`, "Give arn:aws:iam::ACCOUNT:role/NAME")
        : undefined;
    return exactSubject(this, roleArn, { name, refusal });
  }

  /** @internal */
  public override get _providerId(): string {
    return "aws-sts";
  }

  /** @internal */
  public override _tokenWay(): TokenWay {
    return { source: "aws-web-identity" };
  }

  /** @internal */
  public override _refusedBy(cloud: TargetCloud | undefined): string | undefined {
    if (cloud !== "aws") return undefined;
    return problem(
      "from",
      "is a role of AWS, which other accounts of AWS trust without a token",
      "Name the role as a principal in the trust policy of a role of the target's account",
      "own-cloud-subject",
    );
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    return [
      ...super._problems(),
      isLiteral(this.issuer) && !AWS_OUTBOUND_ISSUER_FORM.test(this.issuer)
        ? problem(
            "issuer",
            `"${this.issuer}" is not an account's issuer`,
            "Give what `aws iam get-outbound-web-identity-federation-info` shows",
          )
        : undefined,
    ];
  }
}
