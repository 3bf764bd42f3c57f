import {
  DEFAULT_UNIVERSE,
  DOMAIN_FORM,
  IMPERSONATED_TOKEN_SECONDS,
  POOL_PROVIDER_FORM,
  POOL_PROVIDER_WORDS,
} from "../../vendor/google/federation";
import { ClusterCredential, publishedExpiry, Subject } from "../credential";
import { PluginFailure } from "../failure";
import { readExternalAccount } from "../google/external-account";
import { Run } from "../run";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target } from "./target";
import { impersonate } from "../google/impersonation";
import { exchangeToken } from "../google/sts";
import { GOOGLE_METADATA_HOST } from "../variables";

const EMAIL_FORM = /^[\w.-]+@[\w.-]+$/;
const DEFAULT_LIFETIME_SECONDS = 3600;
/** The STS token's life follows the subject token's. */
const MINTED_TOKEN_SECONDS = 3600;

/** A GKE cluster: Google's STS takes the subject's token for one of its own, which may impersonate an account. */
export function gkeTarget(settings: Settings): Target {
  const universe = settings.matching("universe-domain", DOMAIN_FORM, "a domain");
  const file = credentialFile(settings, universe);
  const domain = universe ?? file?.universeDomain ?? DEFAULT_UNIVERSE;
  const audience = settings.matching("audience", POOL_PROVIDER_FORM, POOL_PROVIDER_WORDS);
  const provider = audience ?? file?.audience;
  const ownIdentity = settings.get("source") === "google-metadata" || isOnlyGoogle(settings);
  if (provider === undefined && !ownIdentity) settings.need("audience", "the provider that trusts the subject");
  const account =
    settings.matching("service-account", EMAIL_FORM, "a service account's email") ??
    (audience === undefined ? file?.serviceAccount : undefined);
  const lifetime =
    settings.integer("token-lifetime", IMPERSONATED_TOKEN_SECONDS.min, IMPERSONATED_TOKEN_SECONDS.max) ??
    file?.tokenLifetime ??
    DEFAULT_LIFETIME_SECONDS;
  if (account === undefined && settings.get("token-lifetime") !== undefined) {
    throw new PluginFailure(
      "usage",
      "--token-lifetime goes with --service-account only.",
      "Leave it out: Google's STS decides the life of a token of its own.",
    );
  }
  const tokenAudience = settings.get("token-audience");
  const usual = provider === undefined ? [] : [`https:${provider}`, provider];
  const wanted = tokenAudience === undefined ? usual : [tokenAudience];
  return {
    kind: "gke",
    needs: { reader: "Google's STS", audiences: wanted },
    minted: { audience: wanted[0], seconds: MINTED_TOKEN_SECONDS },
    identity: ["gke", provider ?? "", account ?? "", account === undefined ? "" : String(lifetime), domain],
    credentialSource: file?.credentialSource,
    exchange: (run, subject) => exchange(run, subject, { provider, account, lifetime, domain }),
  };
}

interface Plan {
  readonly provider: string | undefined;
  readonly account: string | undefined;
  readonly lifetime: number;
  readonly domain: string;
}

async function exchange(run: Run, subject: Subject, plan: Plan): Promise<ClusterCredential> {
  const { accessToken, expires } = await federatedToken(run, subject, plan);
  if (plan.account === undefined) return { token: accessToken, expires: publishedExpiry(expires) };
  const own = await impersonate(run, plan.domain, plan.account, plan.lifetime, accessToken);
  return { token: own.accessToken, expires: publishedExpiry(own.expires) };
}

async function federatedToken(
  run: Run,
  subject: Subject,
  plan: Plan,
): Promise<{ readonly accessToken: string; readonly expires: number }> {
  if (subject.kind === "access-token") return subject;
  const { token, claims } = await tokenFor(run, subject, gkeTarget(run.settings));
  const provider = plan.provider ?? run.settings.need("audience");
  return await exchangeToken(run, plan.domain, provider, token, claims, plan.account !== undefined);
}

/** The file is only for what the flags leave out: beside an --audience, one that the environment names is not read. */
function credentialFile(settings: Settings, universe: string | undefined) {
  const path = settings.get("credential-file");
  if (path === undefined) return undefined;
  const named = settings.env.GOOGLE_APPLICATION_CREDENTIALS === path;
  if (named && settings.get("audience") !== undefined) return undefined;
  return readExternalAccount(path, universe ?? DEFAULT_UNIVERSE, universe !== undefined);
}

function isOnlyGoogle(settings: Settings): boolean {
  return (
    settings.get("source") === undefined &&
    settings.get("token-file") === undefined &&
    Boolean(settings.env[GOOGLE_METADATA_HOST])
  );
}
