import { join } from "node:path";
import { ClusterCredential } from "../credential";
import { EXIT_CODES, Hop, PluginFailure } from "../failure";
import { isTokenText, jsonObject } from "../json";
import { keepSecret, redact } from "../redaction";
import { VERSION } from "../version";
import { fileNameOf } from "./file-name";
import { readPrivateFile, removePrivateFile, writePrivateFile } from "./private-file";

/** A credential is handed out from the cache only while the client will have it for at least so long. */
const LEAST_LIFE_MS = 5_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60_000;
/** A failure so long ago does not lengthen the wait after the next. */
const FORGET_MS = 600_000;

/** A failure that is remembered, and until when (milliseconds since 1970). */
export interface RememberedFailure {
  readonly failure: PluginFailure;
  readonly count: number;
  readonly until: number;
}

/**
 * What is kept for one identity: the credential or the last failure. The identity is the whole of it, not a digest:
 * the digest names the file, the identity inside is compared, so no two identities can ever share an entry.
 */
export class CacheEntry {
  private readonly digest: string;

  public constructor(
    private readonly directory: string,
    private readonly identity: string,
  ) {
    this.digest = fileNameOf(identity);
  }

  /** The name of the lock that guards this identity's exchange. */
  public get lockName(): string {
    return `lock-${this.digest}`;
  }

  /** The kept credential, if it is good for a while yet. */
  public credential(now: number = Date.now()): ClusterCredential | undefined {
    const { token, expires } = this.read(`credential-${this.digest}`) ?? {};
    if (!isTokenText(token) || typeof expires !== "number" || expires <= now + LEAST_LIFE_MS) return undefined;
    return { token: keepSecret(token), expires };
  }

  /** Keeps a credential and forgets earlier failures. */
  public keep(credential: ClusterCredential): void {
    this.write(`credential-${this.digest}`, { token: credential.token, expires: credential.expires });
    removePrivateFile(join(this.directory, `failure-${this.digest}`));
  }

  /** The last failure, while it is too early for another try. */
  public failure(now: number = Date.now()): RememberedFailure | undefined {
    const last = this.lastFailure();
    return last && now < last.until && last.until - now <= LONGEST_WAIT_MS ? last : undefined;
  }

  /** Remembers a failure: 5 s, then twice as long each time, up to a minute. */
  public remember({ hop, reason, code, wayOut }: PluginFailure, now: number = Date.now()): void {
    const last = this.lastFailure();
    const count = last && now - last.until < FORGET_MS ? last.count + 1 : 1;
    const until = now + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 1));
    // A vendor's message could hold what was sent to it.
    const told = { reason: redact(reason), advice: wayOut && redact(wayOut) };
    this.write(`failure-${this.digest}`, { hop, code, ...told, count, until });
  }

  private lastFailure(): RememberedFailure | undefined {
    const { hop, reason, code, advice, count, until } = this.read(`failure-${this.digest}`) ?? {};
    if (typeof hop !== "string" || !(hop in EXIT_CODES) || typeof reason !== "string") return undefined;
    if (typeof until !== "number" || typeof count !== "number") return undefined;
    return { failure: new PluginFailure(hop as Hop, reason, asText(advice), asText(code)), count, until };
  }

  private read(name: string): { readonly [member: string]: unknown } | undefined {
    const text = readPrivateFile(this.directory, name);
    const entry = text === undefined ? undefined : jsonObject(text);
    return entry?.version === VERSION && entry.identity === this.identity ? entry : undefined;
  }

  private write(name: string, members: { readonly [member: string]: unknown }): void {
    const entry = { version: VERSION, identity: this.identity, ...members };
    writePrivateFile(this.directory, name, JSON.stringify(entry));
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
