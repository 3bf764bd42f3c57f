import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import type { AwsAccountObjects } from "./aws-account-objects";
import { IAwsOidcProvider } from "./aws-oidc-provider";
import { isLiteral, problem, refuseFaulty } from "../common";
import { TokenIssuer } from "../subjects";
import { MAX_AWS_AUDIENCE_LENGTH, MAX_PROVIDER_AUDIENCES, MAX_PROVIDER_URL_LENGTH } from "../vendor/aws/iam";

/**
 * The IAM OIDC provider of a source's issuer, created once in an account. It carries no thumbprint: AWS uses one
 * only for issuers whose certificate is not publicly trusted, and setting it later makes churn.
 */
export class AwsIssuerRegistration extends Construct implements IAwsOidcProvider {
  /** The resource. */
  public readonly resource: IamOpenidConnectProvider;
  private readonly source: TokenIssuer;
  private arn?: string;
  private audiences: readonly string[] = [];

  public constructor(scope: Construct, id: string, account: AwsAccountObjects, source: TokenIssuer) {
    super(scope, id);
    this.source = source;
    this.resource = account.created(
      new IamOpenidConnectProvider(this, "provider", {
        provider: account.provider,
        url: source.issuer,
        clientIdList: [],
        tags: account.owner._options.tags,
      }),
    );
    refuseFaulty(this);
  }

  /** The provider's ARN. */
  public get oidcProviderArn(): string {
    return (this.arn ??= this.resource.arn);
  }

  /** Lets tokens with one more audience in. */
  public addAudience(audience: string): void {
    if (this.audiences.includes(audience)) return;
    this.audiences = this.audiences.concat(audience);
    this.resource.clientIdList = this.audiences.slice().sort();
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const all = this.audiences;
    return [
      ...issuerProblems(this.source.issuer),
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
    /^https:\/\/(\[[^\]]*\]|[^/:[]*):\d+/.test(issuer)
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
