import { isAbsolute, join } from "node:path";
import { sourceFailure } from "../failure";
import { parseUrl } from "../http/endpoint";
import { isMetadata } from "../http/metadata";
import { asObject, JsonObject, jsonObject } from "../json";
import { keepSecret, shown } from "../redaction";
import { Run } from "../run";
import { askMetadata } from "../sources/ask-metadata";
import { readTokenFile } from "../sources/token-file";
import { runExecutable } from "./executable";
import { ExternalAccount, Refuse, refuserOf } from "./external-account";

/** A token, and where it is from, for messages. */
export interface SourcedToken {
  readonly token: string;
  readonly name: string;
}

const OTHER_WAYS = "Use a file or url source, or pass --token-file.";

/**
 * The token that a credential file's `credential_source` tells of: in a file, at a URL or from an executable.
 *
 * @throws PluginFailure (usage or source) for every other kind of source, by its name
 */
export async function readCredentialSource(run: Run, account: ExternalAccount): Promise<SourcedToken> {
  const source = account.credentialSource;
  const refuse = refuserOf(account.path);
  if (!source) throw refuse("has no credential_source", OTHER_WAYS);
  const kinds = ["file", "url", "executable", "certificate", "environment_id"].filter(
    (kind) => source[kind] !== undefined,
  );
  const { file, url, executable } = source;
  if (kinds.length === 1) {
    if (typeof file === "string") {
      const path = isAbsolute(file) ? file : join(account.folder, file);
      return { token: tokenIn(readTokenFile(path, "credential_source.file").token, source, path, refuse), name: path };
    }
    if (typeof url === "string") return await fromUrl(run, url, source, refuse);
    const command = asObject(executable);
    if (command) return { token: await runExecutable(run, account, command), name: "the executable" };
  }
  // An X.509 certificate needs mutual TLS, and AWS's environment_id another form of request.
  throw refuse(`has a credential_source of a kind that is not taken: ${kinds.join(" and ") || "unknown"}`, OTHER_WAYS);
}

async function fromUrl(run: Run, address: string, source: JsonObject, refuse: Refuse): Promise<SourcedToken> {
  const url = parseUrl(address);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isMetadata(address));
  if (!url || !isSafe) {
    throw refuse("has a credential_source.url that is neither https nor of this node", "Use https.");
  }
  if (url.username || url.password) {
    throw refuse("has a user in credential_source.url", "Send it in headers.");
  }
  const given = asObject(source.headers ?? {});
  const headers = Object.entries(given ?? {});
  if (
    !given ||
    !headers.every((entry): entry is [string, string] => typeof entry[1] === "string" && /^[\w-]+$/.test(entry[0]))
  ) {
    throw refuse("has credential_source.headers that are no texts", OTHER_WAYS);
  }
  // Such as a job's request token; the answer may repeat it, with or without the scheme in front.
  for (const [, value] of headers) value.split(" ").forEach(keepSecret);
  const peer = "the credential_source's URL";
  url.hash = "";
  const body = await askMetadata(
    run,
    { peer, vendor: "google", url: url.href, headers: Object.fromEntries(headers) },
    () => ({ wayOut: "Check credential_source.url and its headers." }),
  );
  return { token: tokenIn(body.trim(), source, peer, refuse), name: peer };
}

/** The token in what a source gave: the whole text, or one member of its JSON. */
function tokenIn(text: string, source: JsonObject, name: string, refuse: Refuse): string {
  const { type = "text", subject_token_field_name: field } = asObject(source.format ?? {}) ?? { type: 0 };
  if (type === "text") return keepSecret(text);
  if (type !== "json" || typeof field !== "string") {
    throw refuse("has a credential_source.format that is neither text nor json with a field name", OTHER_WAYS);
  }
  const members = jsonObject(text);
  const value = members && Object.hasOwn(members, field) ? members[field] : undefined;
  if (typeof value === "string" && value !== "") return keepSecret(value);
  throw sourceFailure(
    `${name} has no member ${shown(field)} with a token.`,
    "Correct credential_source.format.subject_token_field_name.",
  );
}
