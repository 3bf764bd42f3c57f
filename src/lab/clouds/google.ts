import { randomBytes } from "node:crypto";
import { exchangeToken, impersonate, Principal, World } from "../../simulator";
import { USERINFO_EMAIL_SCOPE } from "../../vendor/google/federation";
import { Clock } from "../clock";
import { Journal } from "../journal";
import { decoded, formOf, Handler, json, LabRequest, LabResponse, objectOf } from "../network/http";
import { claimsIn, Issuer, NotAToken, show } from "./issuer";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
const TOKEN_TYPE = "urn:ietf:params:oauth:token-type:jwt";
const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";
const MAX_TOKEN_SECONDS = 3600;
const GENERATE = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/;

/** An access token that was handed out. */
interface GoogleToken {
  readonly principal: Principal;
  readonly bearer: string;
  readonly expires: number;
  /** Whether it tells a service account's e-mail, and not its number alone. */
  readonly tellsEmail: boolean;
}

/**
 * Google's STS and its IAM Credentials API.
 *
 * Security Token Service API: "Method: token"; IAM Service Account Credentials API: "generateAccessToken".
 */
export class GoogleTokens {
  private readonly tokens = new Map<string, GoogleToken>();

  public constructor(
    private readonly world: World,
    private readonly issuers: ReadonlyMap<string, Issuer>,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** The principal of an access token, until it expires. */
  public holderOf(token: string): GoogleToken | undefined {
    const found = this.tokens.get(token);
    return found && found.expires > this.clock.now ? found : undefined;
  }

  /** Hands out a token, as GKE's metadata server does too. */
  public issue(token: GoogleToken): string {
    const text = `ya29.${token.principal.kind === "federated" ? "d" : "c"}.${randomBytes(120).toString("base64url")}`;
    this.tokens.set(text, token);
    return text;
  }

  public readonly sts: Handler = async (request) => {
    if (request.path !== "/v1/token" || request.method !== "POST") return json(404, { error: { code: 404 } });
    const fields = fieldsOf(request);
    if (fields("grant_type") !== GRANT_TYPE) {
      return refuse("unsupported_grant_type", "The grant type is not supported.");
    }
    if (fields("subject_token_type") !== TOKEN_TYPE || fields("requested_token_type") !== ACCESS_TOKEN_TYPE) {
      return refuse("invalid_request", "Invalid value for subject_token_type or requested_token_type.");
    }
    if (!fields("scope")) return refuse("invalid_scope", "A scope is required.");
    const token = fields("subject_token");
    let bearer: string;
    try {
      bearer = claimsIn(token).jti ?? "";
      const shown = await show(token, this.issuers);
      const answer = exchangeToken(this.world.google, fields("audience"), shown, this.clock.now);
      this.journal.note(bearer, answer);
      if (!answer.granted) return refuse(answer.code, answer.message);
      const longest = Math.min(shown.claims.exp - this.clock.now, MAX_TOKEN_SECONDS) - 1;
      const seconds = this.clock.life(Math.max(1, longest));
      const expires = this.clock.now + seconds;
      return json(200, {
        access_token: this.issue({ principal: answer.value, bearer, expires, tellsEmail: true }),
        issued_token_type: ACCESS_TOKEN_TYPE,
        token_type: "Bearer",
        expires_in: seconds,
      });
    } catch (error) {
      if (error instanceof NotAToken) return refuse("invalid_grant", "Unable to parse the ID Token.");
      throw error;
    }
  };

  public readonly iamCredentials: Handler = (request) => {
    const [, email] = GENERATE.exec(decoded(request.path)) ?? [];
    if (email === undefined || request.method !== "POST") return json(404, { error: { code: 404 } });
    const holder = this.holderOf((request.headers.authorization ?? "").replace(/^Bearer /i, ""));
    if (!holder) {
      const message = "Request had invalid authentication credentials.";
      return json(401, { error: { code: 401, message, status: "UNAUTHENTICATED" } });
    }
    const { lifetime = "3600s", scope = [] } = objectOf(request) as {
      lifetime?: string;
      scope?: string[];
    };
    const seconds = Number(lifetime.replace(/s$/, ""));
    const answer = impersonate(this.world.google, holder.principal, email, this.clock.now);
    this.journal.note(holder.bearer, answer);
    if (!answer.granted) {
      return json(403, { error: { code: 403, message: answer.message, status: answer.code } });
    }
    if (!(seconds > 0 && seconds <= MAX_TOKEN_SECONDS)) {
      const message =
        "The access token can not have lifetimes of more than 1 hour. Use the Org Policy Constraint constraints/iam.allowServiceAccountCredentialLifetimeExtension to allow up to 12 hours.";
      return json(400, { error: { code: 400, message, status: "INVALID_ARGUMENT" } });
    }
    const { bearer } = holder;
    const expires = this.clock.now + this.clock.life(seconds);
    const tellsEmail = scope.includes(USERINFO_EMAIL_SCOPE);
    return json(200, {
      accessToken: this.issue({ principal: answer.value, bearer, expires, tellsEmail }),
      expireTime: new Date(expires * 1000).toISOString().replace(/\.\d+/, ""),
    });
  };
}

/** STS takes its fields as a form or as JSON, whose names are in camel case. */
function fieldsOf(request: LabRequest): (name: string) => string {
  if (!String(request.headers["content-type"]).includes("json")) {
    const form = formOf(request);
    return (name) => form.get(name) ?? "";
  }
  const body = objectOf(request);
  return (name) => {
    const value = body[name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return typeof value === "string" ? value : "";
  };
}

function refuse(error: string, description: string): LabResponse {
  return json(400, { error, error_description: description });
}
