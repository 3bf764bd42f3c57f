import { AccessTokenSubject, TokenSubject } from "../credential";
import { endIn } from "../lifetime";
import { emptyAnswer } from "../http/answers";
import { isTokenText, jsonObject } from "../json";
import { metadataEndpoint } from "../http/metadata";
import { NEVER, UNTIL_GIVEN_UP } from "../http/retry";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { Target } from "../targets/target";
import { askMetadata } from "./ask-metadata";
import { Source } from "./source";
import { subjectFromToken } from "./subject-token";

const OWN_ADDRESS = "http://169.254.169.254";
const PEER = "Azure's metadata service";
const API_VERSION = "2018-02-01";

/** The managed identity of an Azure machine: for AKS its access token, for others one for an application. */
export const azureManagedIdentity: Source = {
  name: "azure-managed-identity",
  variables: [],
  read: async (run, target) =>
    target.azureResource !== undefined
      ? await accessToken(run, target.azureResource)
      : await subjectToken(run, target, run.env.AZURE_CLIENT_ID),
};

/** An access token of the managed identity for an Azure resource, which AKS accepts as it is. */
async function accessToken(run: Run, resource: string): Promise<AccessTokenSubject> {
  const { token, expires } = await ask(run, resource, run.settings.get("client-id"));
  return { kind: "access-token", token, expires };
}

/** The managed identity's token for an Entra application, which another cloud can trust as it trusts any issuer's. */
async function subjectToken(run: Run, target: Target, clientId: string | undefined): Promise<TokenSubject> {
  const resource = run.settings.need("token-audience", "the Entra application that the identity asks a token for");
  const { token } = await ask(run, resource, clientId);
  // Entra writes the application's id where its URI was asked for, so the audience is the target's to judge.
  return subjectFromToken(token, { ...target.needs, audiences: [] }, { name: PEER });
}

async function ask(
  run: Run,
  resource: string,
  clientId: string | undefined,
): Promise<{ token: string; expires: number }> {
  const query = new URLSearchParams({ "api-version": API_VERSION, resource });
  if (clientId) query.set("client_id", clientId);
  const base = metadataEndpoint(run.settings, OWN_ADDRESS, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
  const url = `${base}/metadata/identity/oauth2/token?${query.toString()}`;
  const body = await askMetadata(
    run,
    { peer: PEER, vendor: "azure", url, headers: { metadata: "true" } },
    ({ status }) => ({
      wayOut: "Check that this identity is assigned to the machine, and its client id.",
      // "How to use managed identities to get an access token": 404 and 410 while the service is being updated.
      again: status === 404 || status === 410 ? UNTIL_GIVEN_UP : NEVER,
    }),
  );
  const { access_token, expires_on } = jsonObject(body) ?? {};
  if (!isTokenText(access_token)) throw emptyAnswer("source", PEER);
  return { token: keepSecret(access_token), expires: endIn(expires_on, "source", PEER) };
}
