import { AccessTokenSubject, TokenSubject } from "../credential";
import { CLOUD_PLATFORM_SCOPE, USERINFO_EMAIL_SCOPE } from "../../vendor/google/federation";
import { lifeIn } from "../lifetime";
import { isTokenText, jsonObject } from "../json";
import { metadataEndpoint } from "../http/metadata";
import { emptyAnswer } from "../http/answers";
import { keepSecret } from "../redaction";
import { Run } from "../run";
import { audienceToMint, Target } from "../targets/target";
import { askMetadata } from "./ask-metadata";
import { Source } from "./source";
import { subjectFromToken } from "./subject-token";
import { GOOGLE_METADATA_HOST } from "../variables";

const OWN_ADDRESS = "http://metadata.google.internal";
const ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default";
const PEER = "Google's metadata server";

/** The identity that Google's metadata server gives: for GKE its access token, for others an ID token. */
export const googleMetadata: Source = {
  name: "google-metadata",
  variables: [GOOGLE_METADATA_HOST],
  read: async (run, target) => (target.kind === "gke" ? await accessToken(run) : await idToken(run, target)),
};

/** An ID token of the Google service account of a pod or instance. */
export const googleIdToken: Source = { name: "google-id-token", variables: [], read: idToken };

/** An access token of the pod's or instance's own identity, which GKE accepts as it is. */
async function accessToken(run: Run): Promise<AccessTokenSubject> {
  const scopes = encodeURIComponent(`${CLOUD_PLATFORM_SCOPE},${USERINFO_EMAIL_SCOPE}`);
  const { access_token, expires_in } = jsonObject(await ask(run, `${ACCOUNT}/token?scopes=${scopes}`)) ?? {};
  if (!isTokenText(access_token)) throw emptyAnswer("source", PEER);
  return {
    kind: "access-token",
    token: keepSecret(access_token),
    expires: run.serverTime + lifeIn(expires_in, "source", PEER) * 1000,
  };
}

/** An ID token for the target's audience, of a Google service account. */
async function idToken(run: Run, target: Target): Promise<TokenSubject> {
  const audience = audienceToMint(target);
  const token = await ask(run, `${ACCOUNT}/identity?format=full&audience=${encodeURIComponent(audience)}`);
  // AWS reads azp, the account's number, where it reads aud of other issuers; so the role's condition decides.
  const needs = { ...target.needs, audiences: [audience], oneAudience: false };
  return subjectFromToken(keepSecret(token.trim()), needs, { name: PEER });
}

async function ask(run: Run, path: string): Promise<string> {
  const url = metadataEndpoint(run.settings, OWN_ADDRESS, GOOGLE_METADATA_HOST) + path;
  const headers = { "metadata-flavor": "Google" };
  return await askMetadata(run, { peer: PEER, vendor: "google", url, headers }, ({ status }) => ({
    wayOut:
      status === 404
        ? "The pod or instance has no Google service account: bind one, or use --token-file."
        : "Check workload identity, and network policies towards it.",
  }));
}
