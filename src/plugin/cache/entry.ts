import { join } from "node:path";
import { ClusterCredential } from "../credential";
import { EXIT_CODES, Hop, PluginFailure } from "../failure";
import { isTokenText, jsonObject } from "../json";
import { LONGEST_LIFE_SECONDS } from "../lifetime";
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

/** A credential as it is kept. */
export interface KeptCredential extends ClusterCredential {
  /** When it was made: before that, the clock has been set back (milliseconds since 1970). */
  readonly made: number;
  /** Until when it is handed out: its own end or that of the token that it stands for, by the clock that is ahead. */
  readonly end: number;
}

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
    /** The way to the cloud and the token that was sent: what a failure belongs to, unlike a credential. */
    private readonly attempt: () => string = () => "",
  ) {
    this.digest = fileNameOf(identity);
  }

  /** The name of the lock that guards this identity's exchange. */
  public get lockName(): string {
    return `lock-${this.digest}`;
  }

  /** The kept credential, if it is good for a while yet. */
  public credential(now: number = Date.now()): KeptCredential | undefined {
    const { token, expires, made, end } = this.read(`credential-${this.digest}`) ?? {};
    if (!isTokenText(token) || !isNumber(expires) || !isNumber(made) || !isNumber(end)) return undefined;
    const least = now + LEAST_LIFE_MS;
    const good = made <= now && Math.min(expires, end) > least && expires <= now + LONGEST_LIFE_SECONDS * 1000;
    return good ? { token: keepSecret(token), expires, made, end } : undefined;
  }

  /** Keeps a credential and forgets the last failure of this way. */
  public keep({ token, expires, made, end }: KeptCredential): void {
    this.write(`credential-${this.digest}`, { token, expires, made, end });
    removePrivateFile(join(this.directory, this.failureName));
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
    this.write(this.failureName, { hop, code, ...told, count, until, attempt: this.attempt() });
  }

  private get failureName(): string {
    return `failure-${fileNameOf(this.identity + this.attempt())}`;
  }

  private lastFailure(): RememberedFailure | undefined {
    const { hop, reason, code, advice, count, until, attempt } = this.read(this.failureName) ?? {};
    if (attempt !== this.attempt()) return undefined;
    if (typeof hop !== "string" || !Object.hasOwn(EXIT_CODES, hop) || typeof reason !== "string") return undefined;
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

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
