import { block, text } from "../../terraform";
import { DEFAULT_UNIVERSE } from "../../vendor/google/federation";
import { parsed } from "../documents/json-in-text";
import { SdkSettings, SdkUse } from "./sdk-use";

const [FILE, OF_GCLOUD] = ["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"];
const JWT = "urn:ietf:params:oauth:token-type:jwt";

/**
 * The principal that Google's clients act as in a container, by a credential file of type `external_account`.
 *
 * Google Cloud documentation: "Configure Workload Identity Federation with other identity providers"
 *
 * @see https://cloud.google.com/iam/docs/workload-identity-federation-with-other-providers
 */
export function googleUses(settings: SdkSettings): readonly SdkUse[] {
  const paths = [...new Set([FILE, OF_GCLOUD].flatMap((name) => settings.value(name) ?? []))];
  return paths.map((path): SdkUse => {
    const by = settings.value(FILE) === path ? FILE : OF_GCLOUD;
    const use = { cloud: "google", by, client: {}, faults: [], gaps: [] } as const;
    const { text: content, faults, gaps: unread, file, isUnread = false } = settings.read(path);
    const from = { ...(file ? { file } : {}), ...(isUnread ? { isUnread } : {}) };
    const gaps = settings.has(FILE)
      ? unread
      : [...unread, `${OF_GCLOUD} is set without ${FILE}, which all but gcloud read`];
    if (content === undefined) return { ...use, ...from, faults, gaps };
    const value = parsed(content);
    const { faults: contentFaults, ...told } =
      value === undefined ? { client: {}, faults: [`${path} is no JSON`] } : ofFile(path, value);
    return { ...use, ...told, ...from, faults: [...faults, ...contentFaults], contentFaults, gaps };
  });
}

function ofFile(path: string, value: object): Pick<SdkUse, "client" | "tokenFile" | "faults"> {
  const fields = value as Readonly<Record<string, unknown>>;
  const universe = text(fields.universe_domain) ?? DEFAULT_UNIVERSE;
  const { file: tokenFile, format } = block(fields.credential_source);
  const audience = text(fields.audience);
  const impersonation = text(fields.service_account_impersonation_url);
  const email = impersonation === undefined ? undefined : emailIn(impersonation, universe);
  const told: readonly (readonly [string, boolean])[] = [
    [`is of the type "${text(fields.type) ?? ""}"`, fields.type !== "external_account"],
    [`names the audience "${audience ?? ""}"`, audience?.startsWith(`//iam.${universe}/`) !== true],
    [`has the subject_token_type "${text(fields.subject_token_type) ?? ""}"`, fields.subject_token_type !== JWT],
    ["names no file of a token", typeof tokenFile !== "string" || tokenFile === ""],
    ["takes the token's file for JSON", (text(block(format).type) ?? "text") !== "text"],
    [`has the token_url "${text(fields.token_url) ?? ""}"`, !isOf("sts", "/v1/token", fields.token_url, universe)],
    [
      `has the token_info_url "${text(fields.token_info_url) ?? ""}"`,
      fields.token_info_url !== undefined && !isOf("sts", "/v1/introspect", fields.token_info_url, universe),
    ],
    [`impersonates by "${impersonation ?? ""}"`, impersonation !== undefined && email === undefined],
  ];
  return {
    client: {
      ...(audience === undefined ? {} : { audience }),
      ...(email === undefined ? {} : { "service-account": email }),
      ...(universe === DEFAULT_UNIVERSE ? {} : { "universe-domain": universe }),
    },
    ...(typeof tokenFile === "string" ? { tokenFile } : {}),
    faults: told.flatMap(([reason, is]) => (is ? [`${path} ${reason}, by which no client exchanges the token`] : [])),
  };
}

/** Whether a URL is one of Google's own service, in the universe: global, regional or private. */
function isOf(service: string, path: string, url: unknown, universe: string): boolean {
  const host = /^https:\/\/([a-z0-9.-]+)\//.exec(text(url) ?? "")?.[1];
  const isOwn = host !== undefined && host.endsWith(`.${universe}`) && host.split(/[.-]/).includes(service);
  return isOwn && text(url)?.endsWith(path) === true;
}

function emailIn(url: string, universe: string): string | undefined {
  const [, path, email] = /(\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken)$/.exec(url) ?? [];
  return path !== undefined && isOf("iamcredentials", path, url, universe) ? email : undefined;
}
