import {
  DEFAULT_UNIVERSE,
  DOMAIN_FORM,
  IMPERSONATED_TOKEN_SECONDS,
  POOL_PROVIDER_FORM,
  POOL_PROVIDER_WORDS,
} from "../../vendor/google/federation";
import { ClusterCredential, publishedExpiry, Subject } from "../credential";
import { usageFailure } from "../failure";
import { ExternalAccount, readExternalAccount } from "../google/external-account";
import { Run } from "../run";
import { Settings } from "../settings";
import { shown } from "../redaction";
import { tokenFor } from "../sources/minted-token";
import { Target, TargetKind } from "./target";
import { impersonate } from "../google/impersonation";
import { exchangeToken } from "../google/sts";
import { GOOGLE_CREDENTIAL_FILE, GOOGLE_METADATA_HOST } from "../variables";

/** A fleet's form; its tokens are for the audience of the pool alone. */
const FLEET_AUDIENCE_FORM = /^identitynamespace:([^:\s]+):(https:\/\/\S+)$/;
const EMAIL_FORM = /^[\w.-]+@[\w.-]+$/;
const DEFAULT_LIFETIME_SECONDS = 3600;
/** The STS token's life follows the subject token's. */
const MINTED_TOKEN_SECONDS = 3600;

/** A GKE cluster: Google's STS takes the subject's token for one of its own, which may impersonate an account. */
export const gke: TargetKind = { name: "gke", read };

function read(settings: Settings): Target {
  const universe = settings.matching("universe-domain", DOMAIN_FORM, "a domain") ?? DEFAULT_UNIVERSE;
  const file = credentialFileOf(settings, universe);
  const provider = providerOf(settings, file);
  const account = settings.matching("service-account", EMAIL_FORM, "a service account's email") ?? file?.serviceAccount;
  const lifetime =
    settings.integer("token-lifetime", IMPERSONATED_TOKEN_SECONDS.min, IMPERSONATED_TOKEN_SECONDS.max) ??
    file?.tokenLifetime ??
    DEFAULT_LIFETIME_SECONDS;
  if (account === undefined && settings.get("token-lifetime") !== undefined) {
    throw usageFailure(
      "--token-lifetime goes with --service-account only.",
      "Leave it out: Google's STS decides the life of a token of its own.",
    );
  }
  const agreed = settings.get("token-audience");
  const wanted = agreed !== undefined ? [agreed] : provider === undefined ? [] : usualAudiences(provider);
  const plan: Plan = {
    provider,
    account,
    lifetime,
    stsUrl: file?.stsUrl ?? `https://sts.${universe}`,
    iamUrl: file?.iamUrl ?? `https://iamcredentials.${universe}`,
  };
  const impersonated = account === undefined ? [] : [account, String(lifetime), plan.iamUrl];
  const target: Target = {
    kind: "gke",
    needs: { reader: "Google's STS", audiences: wanted },
    minted: { audience: wanted[0], seconds: MINTED_TOKEN_SECONDS },
    identity: ["gke", provider ?? "", plan.stsUrl, ...impersonated],
    credentialFile: file,
    exchange: (run, subject) => exchange(run, subject, target, plan),
  };
  return target;
}

interface Plan {
  readonly provider: string | undefined;
  readonly account: string | undefined;
  readonly lifetime: number;
  readonly stsUrl: string;
  readonly iamUrl: string;
}

async function exchange(run: Run, subject: Subject, target: Target, plan: Plan): Promise<ClusterCredential> {
  const { token, expires } = await federatedToken(run, subject, target, plan);
  if (plan.account === undefined) return { token, expires: publishedExpiry(expires) };
  const own = await impersonate(run, plan.iamUrl, plan.account, plan.lifetime, token);
  return { token: own.token, expires: publishedExpiry(own.expires) };
}

async function federatedToken(
  run: Run,
  subject: Subject,
  target: Target,
  plan: Plan,
): Promise<{ readonly token: string; readonly expires: number }> {
  if (subject.kind === "access-token") {
    return { token: subject.token, expires: run.localTime(subject.expires) };
  }
  const { token, claims } = await tokenFor(run, subject, target);
  const provider = plan.provider ?? run.settings.need("audience");
  return await exchangeToken(run, plan.stsUrl, provider, token, claims, plan.account !== undefined);
}

/** The audiences that a provider takes tokens for, unless another was agreed on. */
function usualAudiences(provider: string): string[] {
  const pool = FLEET_AUDIENCE_FORM.exec(provider)?.[1];
  return pool === undefined ? [`https:${provider}`, provider] : [pool];
}

/** The provider that trusts the subject; none where the subject is Google's own. */
function providerOf(settings: Settings, file: ExternalAccount | undefined): string | undefined {
  const given = settings.get("audience");
  const provider = given ?? file?.audience;
  if (provider === undefined) {
    return isOwnIdentity(settings) ? undefined : settings.need("audience", "the provider that trusts the subject");
  }
  if (!POOL_PROVIDER_FORM.test(provider) && !FLEET_AUDIENCE_FORM.test(provider)) {
    throw usageFailure(
      given === undefined
        ? `the credential file ${file?.path} has the audience ${shown(provider)}, which is not ${POOL_PROVIDER_WORDS}.`
        : `--audience ${shown(given)} is not ${POOL_PROVIDER_WORDS}.`,
      provider.includes("/workforcePools/")
        ? "Workforce pools are for people: use a workload identity pool."
        : undefined,
    );
  }
  if (given !== undefined && file !== undefined && given !== file.audience) {
    throw usageFailure(
      `--audience is another provider than the credential file ${file.path} names.`,
      "Leave out one of the two.",
    );
  }
  return provider;
}

/**
 * The credential file that the settings name. What the environment names is the pod's own affair: it counts only where
 * the settings name neither provider nor source nor token.
 */
function credentialFileOf(settings: Settings, universe: string): ExternalAccount | undefined {
  const source = settings.get("source");
  const named = settings.get("credential-file");
  if (named !== undefined) {
    if (source === "google-metadata") {
      throw usageFailure(
        "--credential-file does not go with --source google-metadata, whose access token needs no exchange.",
        "Leave out one of the two.",
      );
    }
    return readExternalAccount(named, universe);
  }
  const announced = settings.env[GOOGLE_CREDENTIAL_FILE];
  const others = ["audience", "token-file", "token-variable"].some((flag) => settings.get(flag) !== undefined);
  const counts = source === "credential-file" || (source === undefined && !others);
  return announced && counts ? readExternalAccount(announced, universe) : undefined;
}

function isOwnIdentity(settings: Settings): boolean {
  const named = ["source", "token-file", "token-variable"].some((flag) => settings.get(flag) !== undefined);
  return named ? settings.get("source") === "google-metadata" : Boolean(settings.env[GOOGLE_METADATA_HOST]);
}
