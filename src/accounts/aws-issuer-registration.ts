import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { AwsAccountObjects } from "./aws-account-objects";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { isLiteral, problem, refuse } from "../common";
import { OidcIssuer } from "../subjects";
import { MAX_AWS_AUDIENCE_LENGTH, MAX_PROVIDER_AUDIENCES, MAX_PROVIDER_URL_LENGTH } from "../vendor/aws/iam";

/**
 * The IAM OIDC provider of a source's issuer, created once in an account. It carries no thumbprint: AWS uses one
 * only for issuers whose certificate is not publicly trusted, and setting it later makes churn.
 */
export class AwsIssuerRegistration extends Construct implements IAwsOidcProvider {
  /** The provider's ARN. */
  public readonly oidcProviderArn: string;
  /** The resource. */
  public readonly resource: IamOpenidConnectProvider;
  private readonly audiences = new Set<string>();

  public constructor(scope: Construct, id: string, account: AwsAccountObjects, source: OidcIssuer) {
    super(scope, id);
    this.resource = account.created(
      new IamOpenidConnectProvider(this, "provider", {
        provider: account.provider,
        url: source.issuer,
        clientIdList: [],
        tags: account.owner._options.tags,
      }),
    );
    this.oidcProviderArn = this.resource.arn;
    refuse(this, () => [...issuerProblems(source.issuer), ...this.audienceProblems()]);
  }

  /** Lets tokens with one more audience in. */
  public addAudience(audience: string): void {
    this.audiences.add(audience);
    this.resource.clientIdList = [...this.audiences].sort();
  }

  private audienceProblems(): (string | undefined)[] {
    const all = [...this.audiences];
    return [
      all.length > MAX_PROVIDER_AUDIENCES
        ? problem(
            "audience",
            `${all.length} audiences for one issuer, and IAM takes ${MAX_PROVIDER_AUDIENCES}`,
            "Let trusts share an audience",
          )
        : undefined,
      ...all.map((audience) => awsAudienceProblem(audience)),
    ];
  }
}

/** What is wrong with an audience for AWS. */
function awsAudienceProblem(audience: string): string | undefined {
  if (!isLiteral(audience)) return undefined;
  if (audience.length >= 1 && audience.length <= MAX_AWS_AUDIENCE_LENGTH) return undefined;
  return problem("audience", `has ${audience.length} characters`, `Give 1 to ${MAX_AWS_AUDIENCE_LENGTH} characters`);
}

/** What IAM asks of an issuer beyond what every cloud asks. */
function issuerProblems(issuer: string): (string | undefined)[] {
  if (!isLiteral(issuer)) return [];
  return [
    /^https:\/\/[^/]*:\d+/.test(issuer)
      ? problem(
          "issuer",
          `"${issuer}" has a port, which IAM refuses`,
          "Serve the issuer at port 443 and leave the port out",
        )
      : undefined,
    issuer.length > MAX_PROVIDER_URL_LENGTH
      ? problem(
          "issuer",
          `has ${issuer.length} characters, and IAM takes ${MAX_PROVIDER_URL_LENGTH}`,
          "Use a shorter issuer URL",
        )
      : undefined,
  ];
}
