import {
  Answer,
  assumeRole,
  assumeRoleWithWebIdentity,
  AwsSession,
  claimsOf,
  getWebIdentityToken,
  sessionArn,
  sessionRequestFault,
  World,
} from "../../simulator";
import { MAX_WEB_IDENTITY_TOKEN_LENGTH } from "../../vendor/aws/sts";
import { AWS_OUTBOUND_ISSUER_FORM } from "../../vendor/issuers/clouds";
import { Clock } from "../clock";
import { Journal } from "../journal";
import { formOf, Handler, LabRequest, LabResponse } from "../network/http";
import { element, refuse, succeed } from "./aws-query-protocol";
import { AwsSessions, OpenSession } from "./aws-sessions";
import { claimsIn, Issuer, NotAToken, show } from "./issuer";

const VERSION = "2011-06-15";
/** "GetWebIdentityToken": of a token, where the request names no life. */
const DEFAULT_TOKEN_SECONDS = 300;

/**
 * AWS STS on every host of it: AssumeRoleWithWebIdentity, AssumeRole and GetCallerIdentity, in the query protocol.
 *
 * AWS Security Token Service API Reference.
 */
export class AwsSts {
  public constructor(
    private readonly world: World,
    private readonly issuers: ReadonlyMap<string, Issuer>,
    public readonly sessions: AwsSessions,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  public readonly handler: Handler = async (request) => {
    const form = request.method === "POST" ? formOf(request) : request.query;
    if (form.get("Version") !== VERSION) {
      return refuse(
        "InvalidAction",
        `Could not find operation ${form.get("Action")} for version ${form.get("Version")}`,
      );
    }
    switch (form.get("Action")) {
      case "AssumeRoleWithWebIdentity":
        return await this.withWebIdentity(form);
      case "AssumeRole":
        return this.withSigner(request, (signer) => this.withRole(form, signer));
      case "GetWebIdentityToken":
        return await this.withSigner(request, async (signer) => await this.webIdentityToken(form, signer));
      case "GetCallerIdentity":
        return this.withSigner(request, identity);
      default:
        return refuse("InvalidAction", `Could not find operation ${form.get("Action")} for version ${VERSION}`);
    }
  };

  private async withWebIdentity(form: URLSearchParams): Promise<LabResponse> {
    const problem = parameterProblem(form);
    if (problem) return problem;
    const token = form.get("WebIdentityToken") ?? "";
    if (token.length < 4 || token.length > MAX_WEB_IDENTITY_TOKEN_LENGTH) return notAToken();
    try {
      const bearer = claimsIn(token).jti ?? "";
      const asked = { ...requestIn(form), token: await show(token, this.issuers) };
      const answer = assumeRoleWithWebIdentity(this.world.aws, asked, this.clock.now);
      return this.opened("AssumeRoleWithWebIdentity", answer, bearer);
    } catch (error) {
      if (error instanceof NotAToken) return notAToken();
      throw error;
    }
  }

  private withRole(form: URLSearchParams, signer: OpenSession): LabResponse {
    const problem = parameterProblem(form);
    if (problem) return problem;
    const externalId = form.get("ExternalId") ?? undefined;
    const asked = { ...requestIn(form), ...(externalId === undefined ? {} : { externalId }) };
    const answer = assumeRole(this.world.aws, signer.session, asked, this.clock.now);
    return this.opened("AssumeRole", answer, signer.bearer);
  }

  /** A token of the account's issuer for a role's session, which the journal knows by the session's own name. */
  private async webIdentityToken(form: URLSearchParams, { session, bearer }: OpenSession): Promise<LabResponse> {
    const audience = form.get("Audience.member.1") ?? "";
    const algorithm = form.get("SigningAlgorithm") ?? "";
    const seconds = Number(form.get("DurationSeconds") ?? DEFAULT_TOKEN_SECONDS);
    const { arn } = session.role;
    const declared = [...this.world.edges, ...this.world.services].map(({ declaration }) => declaration.source);
    const iss = declared.find(
      ({ issuer, subject }) => subject === arn && AWS_OUTBOUND_ISSUER_FORM.test(issuer),
    )?.issuer;
    const { now } = this.clock;
    const asked = { audience, seconds, algorithm };
    const answer = getWebIdentityToken(this.world.aws, session, iss, asked, now);
    this.journal.note(bearer, answer);
    if (!answer.granted) return refuse(answer.code, answer.message);
    const claims = { ...claimsOf(answer.value, arn, audience, now), exp: now + seconds, jti: bearer };
    const token = (await this.issuers.get(answer.value)?.issue(claims)) ?? "";
    const expiration = new Date((now + seconds) * 1000).toISOString();
    return succeed(
      "GetWebIdentityToken",
      element("WebIdentityToken", token) + element("Expiration", expiration.replace(/\.\d+/, "")),
    );
  }

  private withSigner<T>(request: LabRequest, act: (signer: OpenSession) => T): T | LabResponse {
    const signer = this.sessions.signerOf(request, this.clock.now);
    return "code" in signer ? refuse(signer.code, signer.message) : act(signer);
  }

  private opened(action: string, answer: Answer<AwsSession>, bearer: string): LabResponse {
    this.journal.note(bearer, answer);
    if (!answer.granted) return refuse(answer.code, answer.message);
    const { now } = this.clock;
    const session = { ...answer.value, expires: now + this.clock.life(answer.value.expires - now) };
    const keys = this.sessions.start(session, bearer);
    return succeed(
      action,
      element("AssumedRoleUser", element("AssumedRoleId", userId(session)) + element("Arn", sessionArn(session))) +
        element(
          "Credentials",
          element("AccessKeyId", keys.accessKeyId) +
            element("SecretAccessKey", keys.secretAccessKey) +
            element("SessionToken", keys.sessionToken) +
            element("Expiration", new Date(keys.expires * 1000).toISOString().replace(/\.\d+/, "")),
        ),
    );
  }
}

function userId({ role, sessionName }: AwsSession): string {
  return `${role.uniqueId}:${sessionName}`;
}

function identity({ session }: OpenSession): LabResponse {
  const { account } = session.role;
  return succeed(
    "GetCallerIdentity",
    element("Arn", sessionArn(session)) + element("UserId", userId(session)) + element("Account", account),
  );
}

function requestIn(form: URLSearchParams) {
  const duration = form.get("DurationSeconds");
  return {
    roleArn: form.get("RoleArn") ?? "",
    sessionName: form.get("RoleSessionName") ?? "",
    ...(duration === null ? {} : { durationSeconds: Number(duration) }),
  };
}

function parameterProblem(form: URLSearchParams): LabResponse | undefined {
  const fault = sessionRequestFault(requestIn(form));
  return fault === undefined ? undefined : refuse("ValidationError", fault);
}

function notAToken(): LabResponse {
  const message = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
  return refuse("InvalidIdentityToken", message);
}
