import type { Subject, TokenSubject } from "../../../credential";
import type { ExternalAccount } from "../../../google/external-account";
import type { HttpResponse } from "../../../http/send";
import type { Run } from "../../../run";
import type { Target } from "../../../targets/target";
import {
  DEFAULT_UNIVERSE,
  DOMAIN_FORM,
  exchangeToken,
  googleMetadata,
  impersonate,
  NO_MESSAGE,
  PluginFailure,
  readCredentialSource,
  readExternalAccount,
  subjectFromToken,
  usageFailure,
  vendorWords,
} from "../../borrowed";
import { call, Refused } from "./call";
import { Cloud, COMMON_FLAGS, NO_CALL, Step } from "./cloud";
import { tokenLine, until } from "./token-line";

const DEFAULT_LIFETIME_SECONDS = 3600;
const SECRET_FORM = /^projects\/[\w:.-]+\/secrets\/[\w-]+$/;

/** Why the metadata server was asked, which only pods of GKE and machines of Google Cloud have. */
const NO_FILE =
  "It was asked because GOOGLE_APPLICATION_CREDENTIALS is not set: outside of Google Cloud, wire the pod with PodWiring.";

/** What Google's clients do in a pod ("How Application Default Credentials works"). */
export const gcp: Cloud = {
  name: "gcp",
  flags: [
    {
      name: "credential-file",
      value: "PATH",
      description: "The external_account file; without one the metadata server is asked.",
      variables: ["GOOGLE_APPLICATION_CREDENTIALS"],
    },
    { name: "universe-domain", value: "DOMAIN", description: `Google's domain, if not ${DEFAULT_UNIVERSE}.` },
    { name: "bucket", value: "NAME", description: "List one object of this bucket." },
    { name: "prefix", value: "PREFIX", description: "Beneath this prefix." },
    { name: "secret", value: "NAME", description: "Read projects/…/secrets/…; its value is not told." },
    { name: "metadata-endpoint", value: "URL", description: "Another address of the metadata server." },
    ...COMMON_FLAGS,
  ],
  steps,
};

function steps(run: Run): readonly Step[] {
  const { settings, env } = run;
  const universe = settings.matching("universe-domain", DOMAIN_FORM, "a domain") ?? DEFAULT_UNIVERSE;
  const file = settings.get("credential-file");
  let account: ExternalAccount | undefined;
  let subject: TokenSubject;
  let accessToken: string;
  return [
    {
      label: "token",
      take: async () => {
        const note = env.GOOGLE_CLOUD_PROJECT
          ? ""
          : ". GOOGLE_CLOUD_PROJECT is not set: clients must be told the project";
        if (file === undefined) {
          const own = await ownToken(run);
          if (own.kind === "access-token") accessToken = own.token;
          return `no GOOGLE_APPLICATION_CREDENTIALS: the metadata server gave an access token${note}`;
        }
        account = readExternalAccount(file, universe);
        const { token, name } = await readCredentialSource(run, account);
        const audiences = [`https:${account.audience}`, account.audience];
        subject = subjectFromToken(token, { reader: "Google's STS", audiences }, { name });
        return tokenLine(subject) + note;
      },
    },
    {
      label: "exchange",
      take: async () => {
        if (!account) return "none is needed";
        const { stsUrl, audience, serviceAccount: email, iamUrl, tokenLifetime = DEFAULT_LIFETIME_SECONDS } = account;
        const own = await exchangeToken(run, stsUrl, audience, subject.token, subject.claims, email !== undefined);
        ({ token: accessToken } = own);
        if (email === undefined || iamUrl === undefined) return `a federated token${until(own.expires)}`;
        const impersonated = await impersonate(run, iamUrl, email, tokenLifetime, accessToken);
        ({ token: accessToken } = impersonated);
        return `a token of ${email}${until(impersonated.expires)}`;
      },
    },
    { label: "identity", take: () => identityOf(account, subject) },
    {
      label: "call",
      take: async () => {
        const [bucket, prefix, secret] = ["bucket", "prefix", "secret"].map((flag) => settings.get(flag));
        if (secret !== undefined && !SECRET_FORM.test(secret)) {
          throw usageFailure(`--secret "${secret}" is not projects/PROJECT/secrets/NAME.`);
        }
        if (!bucket && !secret) return `${NO_CALL}: pass --bucket or --secret`;
        const query = `maxResults=1&fields=kind${prefix === undefined ? "" : `&prefix=${encodeURIComponent(prefix)}`}`;
        const [what, url] = bucket
          ? [
              `objects.list of ${bucket}`,
              `https://storage.${universe}/storage/v1/b/${encodeURIComponent(bucket)}/o?${query}`,
            ]
          : [`versions.access of ${secret}`, `https://secretmanager.${universe}/v1/${secret}/versions/latest:access`];
        const headers = { authorization: `Bearer ${accessToken}` };
        await call(run, what, { peer: "Google Cloud", vendor: "google", method: "GET", url, headers }, (answer) =>
          refusal(answer, bucket !== undefined),
        );
        return what;
      },
    },
  ];
}

/** What the metadata server gives; where it is not there, the variable is what the pod lacks. */
async function ownToken(run: Run): Promise<Subject> {
  try {
    return await googleMetadata.read(run, { kind: "gke" } as Target);
  } catch (error) {
    throw error instanceof PluginFailure ? error.with(NO_FILE) : error;
  }
}

function identityOf(account: ExternalAccount | undefined, subject: TokenSubject): string {
  if (!account) return "the Google service account, or the principal of GKE's pool, that the pod or node has";
  if (account.serviceAccount !== undefined) return `serviceAccount:${account.serviceAccount}`;
  const pool = account.audience.replace(/\/providers\/.*$/, "");
  return `principal:${pool}/subject/${subject.claims.sub} (where google.subject is mapped from sub)`;
}

const GRANT = "to the identity above, on the resource; a new grant takes minutes.";
/** The first pattern that fits the code and the message counts. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [/Expected OAuth 2/i, "This product takes no federated identity: let it impersonate a service account."],
  [
    /SERVICE_DISABLED|has not been used in project|it is disabled/i,
    "Enable the API in the project that the message names; a federated identity's is the pool's.",
  ],
  [
    /VPC Service Controls|organization.?s policy/i,
    "A service perimeter or an organization policy forbids the request.",
  ],
  [/billing|user project/i, "Name a project that is billed, and grant serviceusage.services.use there."],
  [
    /storage\.objects\.list/,
    `Grant roles/storage.objectViewer ${GRANT} Grants to a principal need uniform bucket-level access.`,
  ],
  [/secretmanager\.versions\.access/, `Grant roles/secretmanager.secretAccessor ${GRANT}`],
  [/^HTTP 401|UNAUTHENTICATED/, "The product does not take this token: compare it with what the product supports."],
  [/^HTTP 403|PERMISSION_DENIED/, `Grant the permission that the message names ${GRANT}`],
];

function refusal(response: HttpResponse, isBucket: boolean): Refused {
  const { code = `HTTP ${response.status}`, message = NO_MESSAGE } = vendorWords(response);
  const found = ADVICE.find(([pattern]) => pattern.test(`${code} ${message}`))?.[1];
  const missing = isBucket ? "There is no bucket of this name." : "There is no such secret, or it has no version.";
  return { code, message, advice: found ?? (response.status === 404 ? missing : undefined) };
}
