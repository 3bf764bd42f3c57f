import { IncomingMessage } from "node:http";

/** Mints a token of a pod's own subject for an audience. */
export type Mint = (audience: string) => Promise<string>;

/** What a token service answers: a document, or a text. */
export type TokenAnswer = object | string;

/** One service that gives a job or machine a token of its own. */
interface TokenService {
  /** Whether a request is for it, and authorized as it asks for. */
  readonly owns: (path: string, request: IncomingMessage, secret: string) => boolean;
  readonly audience: string;
  readonly answer: (token: string, now: number) => TokenAnswer;
}

/** Below a pod's address, where GitHub's service is. */
export const GITHUB_PATH = "/github/idtoken";
const TOKEN_SECONDS = 3600;

const SERVICES: readonly TokenService[] = [
  // "OpenID Connect reference", GitHub Docs, section "Methods for requesting the OIDC token".
  {
    owns: (path, { headers }, secret) => path === GITHUB_PATH && headers.authorization === `Bearer ${secret}`,
    audience: "audience",
    answer: (token) => ({ count: token.length, value: token }),
  },
  // "Verify the identity of VMs", Compute Engine documentation.
  {
    owns: (path, { headers }) =>
      path === "/computeMetadata/v1/instance/service-accounts/default/identity" &&
      headers["metadata-flavor"] === "Google",
    audience: "audience",
    answer: (token) => token,
  },
  // "How to use managed identities on an Azure VM to acquire an access token", Microsoft Entra documentation.
  {
    owns: (path, { headers }) => path === "/metadata/identity/oauth2/token" && headers.metadata === "true",
    audience: "resource",
    answer: (token, now) => ({ access_token: token, expires_on: String(now + TOKEN_SECONDS), token_type: "Bearer" }),
  },
];

/** What a pod's token service answers; undefined where the request is for none. */
export async function answerOfTokenService(
  path: string,
  request: IncomingMessage,
  secret: string,
  mint: Mint,
  now: number,
): Promise<TokenAnswer | undefined> {
  const url = new URL(path, "http://pod");
  const service = SERVICES.find((one) => one.owns(url.pathname, request, secret));
  const audience = service && url.searchParams.get(service.audience);
  return audience ? service.answer(await mint(audience), now) : undefined;
}
