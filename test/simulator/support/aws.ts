import { Answer, assumeRoleWithWebIdentity, AwsSession, Claims, Signature, World } from "../../../src/simulator";
import { read, Stack } from "./stack";
import { NOW, tokenOf } from "./tokens";

export const ACCOUNT = "111122223333";
export const ISSUER = "https://oidc.example.com/id/ABC";
/** The issuer as ARNs and condition keys have it. */
export const HOST = "oidc.example.com/id/ABC";
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/${HOST}`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/reader`;
export const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";

/** One provider of AWS, which acts in the account of these tests. */
export const AWS = { aws: { region: "us-east-1", allowed_account_ids: [ACCOUNT] } };

/** Statements as a document's text. */
export function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The statement that lets the issuer's tokens in, with parts of one's own; undefined leaves a part out. */
export function trusting(parts: object = {}): object {
  return { Effect: "Allow", Principal: { Federated: PROVIDER_ARN }, Action: WEB_IDENTITY, ...parts };
}

/** The account with the issuer registered and the role `reader` that trusts by these statements. */
export function account(statements: readonly object[] = [trusting()], role: object = {}): Stack {
  return {
    provider: AWS,
    resource: {
      aws_iam_openid_connect_provider: { issuer: { url: ISSUER, client_id_list: ["client-a", "client-b"] } },
      aws_iam_role: { reader: { name: "reader", assume_role_policy: policyOf(...statements), ...role } },
    },
  };
}

/** What a test asks of STS: claims of the token, and parts of the request. */
export interface Ask {
  readonly claims?: Partial<Claims>;
  readonly signature?: Signature;
  readonly roleArn?: string;
  readonly sessionName?: string;
  readonly durationSeconds?: number;
}

/** Asks AWS STS for the role's session with a token of the issuer for `client-a`. */
export function assume(world: World, { claims = {}, signature, ...request }: Ask = {}): Answer<AwsSession> {
  const token = tokenOf(ISSUER, "client-a", claims, signature);
  return assumeRoleWithWebIdentity(world.aws, { roleArn: ROLE_ARN, sessionName: "ns.sa", token, ...request }, NOW);
}

/** The same where the role's trust is all that matters. */
export function assumeBy(statements: readonly object[], ask: Ask = {}): Answer<AwsSession> {
  return assume(read(account(statements)), ask);
}
