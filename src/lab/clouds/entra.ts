import { createHash } from "node:crypto";
import { errors, exportJWK, generateKeyPair, JWK, jwtVerify, KeyLike, SignJWT } from "jose";
import { AKS_SERVER_ID } from "../../vendor/azure/aks";
import { exchangeAssertion, ManagedIdentity, World } from "../../simulator";
import { STORAGE_AUDIENCE, vaultAudience } from "../../vendor/azure/audiences";
import { AZURE_CLOUDS, azureCloudByHost } from "../../vendor/azure/clouds";
import { Clock } from "../clock";
import { Journal } from "../journal";
import { formOf, Handler, json, LabResponse } from "../network/http";
import { instanceDiscovery, tenantDiscovery } from "./entra-discovery";
import { NO_STORE, refuse } from "./entra-refusal";
import { claimsIn, Issuer, NotAToken, show } from "./issuer";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const TOKEN_SECONDS = 86_400;
/** Entra dates its tokens back. */
const BACKDATE_SECONDS = 300;
/** What an Entra access token says of its holder. */
interface EntraClaims {
  readonly aud: string;
  readonly iss: string;
  readonly oid: string;
  readonly tid: string;
  readonly exp: number;
  readonly nbf: number;
  /** The `jti` of the token it was exchanged for; the real one has an opaque value here. */
  readonly uti: string;
}

/**
 * Entra's token endpoint of every tenant that the configuration names, with its discovery documents and keys.
 *
 * Microsoft identity platform documentation: "OAuth 2.0 client credentials flow".
 */
export class Entra {
  /** Drawn when it is first needed. */
  private drawn?: Promise<{ readonly privateKey: KeyLike; readonly publicKey: KeyLike; readonly published: JWK }>;

  public constructor(
    private readonly world: World,
    private readonly issuers: ReadonlyMap<string, Issuer>,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  private get key() {
    return (this.drawn ??= newKey());
  }

  public readonly handler: Handler = async (request) => {
    const { path, host } = request;
    if (path === "/common/discovery/instance") return instanceDiscovery(host, request.query);
    const [, tenant, rest] = /^\/([^/]+)\/(.*)$/.exec(path) ?? [];
    if (tenant === undefined) return json(404, {});
    if (rest === "oauth2/v2.0/token" && request.method === "POST") {
      return await this.token(host, tenant, formOf(request));
    }
    if (!this.world.azure.knowsTenant(tenant)) return refuse("90002", `Tenant '${tenant}' not found.`);
    if (/^(v2\.0\/)?\.well-known\/openid-configuration$/.test(rest)) return tenantDiscovery(host, tenant);
    if (/^discovery\/(v2\.0\/)?keys$/.test(rest)) return json(200, { keys: [(await this.key).published] });
    return json(404, {});
  };

  /** Whose token it is, as an AKS API server finds out: by signature, audience, issuer and time. */
  public async verify(token: string, audience = AKS_SERVER_ID): Promise<EntraClaims | undefined> {
    const { publicKey } = await this.key;
    try {
      const currentDate = new Date(this.clock.now * 1000);
      const { payload } = await jwtVerify<EntraClaims>(token, publicKey, { audience, currentDate });
      return payload.iss === issuerOf(payload.tid) ? payload : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private async token(host: string, tenant: string, form: URLSearchParams): Promise<LabResponse> {
    if (form.get("grant_type") !== "client_credentials") return refuse("70003", "The grant type is not supported.");
    if (form.get("client_assertion_type") !== ASSERTION_TYPE || !form.get("client_assertion")) {
      const message = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
      return refuse("7000218", message);
    }
    const assertion = form.get("client_assertion") ?? "";
    let bearer: string;
    try {
      bearer = claimsIn(assertion).jti ?? "";
      const shown = await show(assertion, this.issuers);
      const client = form.get("client_id") ?? "";
      const answer = exchangeAssertion(this.world.azure, tenant, client, shown, this.clock.now);
      this.journal.note(bearer, answer);
      if (!answer.granted) return refuse(answer.code.replace("AADSTS", ""), answer.message);
      const [, resource] = /^(?:api:\/\/)?(.+)\/\.default$/.exec(form.get("scope") ?? "") ?? [];
      if (resource === undefined) {
        const message = `The provided value for scope ${form.get("scope")} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
        return refuse("1002012", message);
      }
      if (!resourcesOf(host).includes(resource)) {
        const message = `The resource principal named ${resource} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`;
        return refuse("500011", message);
      }
      const seconds = this.clock.life(TOKEN_SECONDS) - 1;
      const life = { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds };
      return json(200, { ...life, access_token: await this.accessToken(answer.value, bearer, resource) }, NO_STORE);
    } catch (error) {
      if (error instanceof NotAToken) return refuse("50027", "JWT token is invalid or malformed.");
      throw error;
    }
  }

  private async accessToken(identity: ManagedIdentity, bearer: string, audience: string): Promise<string> {
    const { clientId, principalId, tenantId } = identity;
    const { privateKey, published } = await this.key;
    const iat = this.clock.now - BACKDATE_SECONDS;
    const claims = {
      ...{
        aud: audience,
        iss: issuerOf(tenantId),
        iat,
        nbf: iat,
        exp: this.clock.now + this.clock.life(TOKEN_SECONDS),
      },
      ...{ appid: clientId, appidacr: "2", idp: issuerOf(tenantId), idtyp: "app", oid: principalId },
      ...{ sub: principalId, tid: tenantId, uti: bearer, ver: "1.0" },
    };
    const header = { typ: "JWT", alg: "RS256", ...(published.kid === undefined ? {} : { kid: published.kid }) };
    return await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  }
}

async function newKey() {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = createHash("sha1")
    .update(jwk.n ?? "")
    .digest("base64url");
  return { privateKey, publicKey, published: { ...jwk, use: "sig", kid } };
}

/** What tokens are given for by an authority: resources of its own cloud. */
function resourcesOf(host: string): readonly string[] {
  const { name } = azureCloudByHost(host) ?? AZURE_CLOUDS[0];
  return [AKS_SERVER_ID, STORAGE_AUDIENCE, vaultAudience(name)];
}

function issuerOf(tenant: string): string {
  return `https://sts.windows.net/${tenant}/`;
}
