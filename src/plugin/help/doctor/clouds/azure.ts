import type { AzureCloudFacts } from "../../../../vendor/azure/clouds";
import { AZURE_SERVICE_DOMAINS } from "../../../../vendor/azure/service-domains";
import type { TokenSubject } from "../../../credential";
import type { HttpResponse } from "../../../http/send";
import type { Run } from "../../../run";
import {
  asObject,
  AZURE_CLOUDS,
  azureCloudByHost,
  elementText,
  excerpt,
  exchangeAssertion,
  hostOf,
  jsonObject,
  lookUp,
  NO_MESSAGE,
  parseUrl,
  sourceFailure,
  subjectFromFile,
  usageFailure,
} from "../../borrowed";
import { call, Refused } from "./call";
import { Cloud, COMMON_FLAGS, NO_CALL, Step } from "./cloud";
import { tokenLine, until } from "./token-line";

/** What `WorkloadIdentityCredential` does in a pod. */
export const azure: Cloud = {
  name: "azure",
  flags: [
    { name: "tenant-id", value: "UUID", description: "The tenant.", variables: ["AZURE_TENANT_ID"] },
    { name: "client-id", value: "UUID", description: "The identity.", variables: ["AZURE_CLIENT_ID"] },
    { name: "token-file", value: "PATH", description: "The token.", variables: ["AZURE_FEDERATED_TOKEN_FILE"] },
    { name: "authority-host", value: "URL", description: "The authority.", variables: ["AZURE_AUTHORITY_HOST"] },
    { name: "token-audience", value: "AUDIENCE", description: "The audience agreed on, if not Azure's usual one." },
    { name: "blobs", value: "URL", description: "List one blob of a container, or one container of an account." },
    { name: "secret", value: "URL", description: "Read https://VAULT/secrets/NAME; its value is not told." },
    ...COMMON_FLAGS,
  ],
  steps,
};

function steps(run: Run): readonly Step[] {
  const { settings, env } = run;
  let cloud: AzureCloudFacts;
  let subject: TokenSubject;
  let accessToken: string;
  return [
    {
      label: "token",
      take: () => {
        refuseShadows(run);
        cloud = cloudOf(settings.get("authority-host"));
        const file = wired(run, "token-file", "AZURE_FEDERATED_TOKEN_FILE");
        const audiences = [settings.get("token-audience") ?? cloud.audience];
        subject = subjectFromFile(file, "AZURE_FEDERATED_TOKEN_FILE", { reader: "Entra", audiences });
        const note = env.AZURE_AUTHORITY_HOST ? "" : ". AZURE_AUTHORITY_HOST is not set: the public cloud is assumed";
        return tokenLine(subject) + note;
      },
    },
    {
      label: "exchange",
      take: async () => {
        const tenant = wired(run, "tenant-id", "AZURE_TENANT_ID");
        const client = wired(run, "client-id", "AZURE_CLIENT_ID");
        const server = resourceOf(run, cloud);
        const identity = { authority: cloud.authority, tenant, client, server };
        const answer = await exchangeAssertion(run, identity, subject.token);
        accessToken = answer.token;
        return `a token for ${server}${until(answer.expires)}`;
      },
    },
    {
      label: "identity",
      take: () => {
        const claims = jsonObject(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString()) ?? {};
        const told = ["oid", "appid", "azp", "tid"].filter((name) => typeof claims[name] === "string");
        return told.map((name) => `${name} ${String(claims[name])}`).join(", ") || "the token does not tell";
      },
    },
    {
      label: "call",
      take: async () => {
        const asked = blobsCall(run, cloud) ?? secretCall(run, cloud);
        if (!asked) return `${NO_CALL}: pass --blobs or --secret`;
        const headers = { authorization: `Bearer ${accessToken}`, "x-ms-version": "2021-08-06" };
        const request = { peer: "Azure", vendor: "azure", method: "GET", url: asked.url, headers } as const;
        await call(run, asked.what, request, refusal);
        return asked.what;
      },
    },
  ];
}

/** `DefaultAzureCredential` tries these first ("Credential chains in the Azure Identity library"). */
function refuseShadows({ env }: Run): void {
  if (env.AZURE_TOKEN_CREDENTIALS?.toLowerCase() === "workloadidentitycredential") return;
  const found = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_PASSWORD"].find((name) => env[name]);
  if (!found) return;
  throw sourceFailure(
    `${found} is set: DefaultAzureCredential takes it before the token.`,
    "Remove it, or set AZURE_TOKEN_CREDENTIALS=WorkloadIdentityCredential.",
  );
}

/** The token goes to Entra alone, whatever the environment says. */
function cloudOf(authority: string | undefined): AzureCloudFacts {
  if (authority === undefined) return AZURE_CLOUDS[0];
  const url = parseUrl(authority);
  const found = url?.protocol === "https:" && azureCloudByHost(hostOf(url));
  if (found) return found;
  throw usageFailure(
    `AZURE_AUTHORITY_HOST ${authority} is no authority of Entra's.`,
    `Set https://${AZURE_CLOUDS[0].authority}/, or that of another Azure cloud.`,
  );
}

function wired({ settings }: Run, flag: string, variable: string): string {
  const value = settings.get(flag);
  if (value !== undefined) return value;
  throw sourceFailure(
    `${variable} is not set.`,
    'Wire the pod with PodWiring. By the webhook: label the pod azure.workload.identity/use: "true", annotate the service ' +
      "account with azure.workload.identity/client-id, and start the pod anew.",
  );
}

function resourceOf({ settings }: Run, { name }: AzureCloudFacts): string {
  if (settings.get("blobs") !== undefined) return "https://storage.azure.com";
  return `https://${settings.get("secret") === undefined ? AZURE_SERVICE_DOMAINS[name].management : AZURE_SERVICE_DOMAINS[name].vault}`;
}

interface AzureCall {
  readonly what: string;
  readonly url: string;
}

/** List Blobs, or List Containers (Blob service REST API). */
function blobsCall(run: Run, { name }: AzureCloudFacts): AzureCall | undefined {
  const url = urlOf(run, "blobs", AZURE_SERVICE_DOMAINS[name].blobs, /^\/[\w$-]*\/?$/);
  if (!url) return undefined;
  const container = url.pathname.replace(/\//g, "");
  const address = `https://${url.host}/`;
  return container
    ? { what: `List Blobs of ${container}`, url: `${address}${container}?restype=container&comp=list&maxresults=1` }
    : { what: `List Containers of ${url.host}`, url: `${address}?comp=list&maxresults=1` };
}

/** Get Secret (Key Vault REST API). */
function secretCall(run: Run, { name }: AzureCloudFacts): AzureCall | undefined {
  const url = urlOf(run, "secret", AZURE_SERVICE_DOMAINS[name].vault, /^\/secrets\/[\w-]+(\/\w*)?$/);
  return (
    url && {
      what: `Get Secret of ${url.host}${url.pathname}`,
      url: `https://${url.host}${url.pathname}?api-version=7.4`,
    }
  );
}

/** A URL of a flag. The token goes to hosts of the cloud alone. */
function urlOf({ settings }: Run, flag: string, domain: string, path: RegExp): URL | undefined {
  const text = settings.get(flag);
  const url = text === undefined ? undefined : parseUrl(text);
  if (
    text === undefined ||
    (url?.protocol === "https:" && url.host.endsWith(`.${domain}`) && path.test(url.pathname))
  ) {
    return url;
  }
  throw usageFailure(`--${flag} "${text}" is no URL of it at https://NAME.${domain}.`);
}

const DATA_ROLE =
  "Assign a data role, such as Storage Blob Data Reader, on the container or above (List Containers: on the account). Owner and Contributor read no blobs, and a new assignment takes minutes.";
const ADVICE: { readonly [code: string]: string } = {
  AuthorizationPermissionMismatch: DATA_ROLE,
  InsufficientAccountPermissions: DATA_ROLE,
  AuthorizationFailure: "The account's firewall does not let this address in, or forbids this kind of access.",
  InvalidAuthenticationInfo: "The account is of another tenant or cloud than the token.",
  AuthenticationFailed: "The account is of another tenant or cloud than the token.",
  ContainerNotFound: "There is no such container in the account.",
  ForbiddenByRbac: "Assign Key Vault Secrets User on the secret or the vault; a new assignment takes minutes.",
  AccessDenied: "The vault is in the access policy mode, where roles do not count: enable RBAC authorization on it.",
  ForbiddenByPolicy:
    "The vault is in the access policy mode, where roles do not count: enable RBAC authorization on it.",
  ForbiddenByFirewall: "The vault's firewall does not let this address in.",
  ForbiddenByConnection: "The vault takes private endpoints alone.",
  SecretNotFound: "There is no such secret in the vault.",
  SecretDisabled: "The secret is disabled.",
  Unauthorized: "The vault is of another tenant than the token.",
};

function refusal({ status, headers, body }: HttpResponse): Refused {
  const error = asObject(jsonObject(body)?.error);
  const inner = asObject(error?.innererror)?.code;
  const named = inner ?? error?.code ?? headers["x-ms-error-code"] ?? elementText(body, "Code");
  const code = typeof named === "string" && /^\w{1,80}$/.test(named) ? named : `HTTP ${status}`;
  const told = error ? error.message : elementText(body, "Message");
  const message = typeof told === "string" ? excerpt(told.split(/\s*[\r\n]+\s*(?=RequestId:)/)[0]) : NO_MESSAGE;
  return { code, message, advice: lookUp(ADVICE, code) };
}
