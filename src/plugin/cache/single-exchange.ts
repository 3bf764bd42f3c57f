import { ClusterCredential, Subject, subjectEnd } from "../credential";
import { PluginFailure } from "../failure";
import { Run } from "../run";
import { sweep } from "./directory";
import { CacheEntry, KeptCredential } from "./entry";
import { fileNameOf } from "./file-name";
import { tryLock } from "./lock";
import { wayOf } from "./way";

const POLL_MS = 40;
/** A process that has waited for half of its own time does the exchange itself. */
const SHARE_OF_TIME_TO_WAIT = 0.5;

/** What comes of a run with a cache: the credential to print, and as it is kept. */
export interface Outcome {
  readonly credential: ClusterCredential;
  readonly kept: KeptCredential;
}

/**
 * The credential of an identity: the kept one, or the result of one exchange among all processes that ask at the same
 * time. A failure is remembered for a short while, because kubectl runs a failing plugin up to five times.
 *
 * @throws PluginFailure of the exchange, or the remembered one
 */
export async function exchangeOnce(
  run: Run,
  directory: string,
  identity: string,
  subject: Subject,
  exchange: () => Promise<ClusterCredential>,
): Promise<Outcome> {
  let way: string | undefined;
  const ownWay = () => (way ??= wayOf(run));
  const sent = subject.kind === "token" ? fileNameOf(subject.token) : "";
  const entry = new CacheEntry(directory, identity, () => ownWay() + sent);
  const patience = run.deadline.remaining * (1 - SHARE_OF_TIME_TO_WAIT);
  for (;;) {
    const kept = settled(run, entry);
    if (kept) return { credential: kept, kept };
    const lock = tryLock(directory, entry.lockName, run.deadline.remaining, ownWay());
    if (lock !== "taken" || run.deadline.remaining <= patience) {
      try {
        // The holder before may have finished between the look above and the lock.
        const since = settled(run, entry);
        if (since) return { credential: since, kept: since };
        return await exchangeAndKeep(run, directory, entry, subject, exchange);
      } finally {
        if (typeof lock === "object") lock.release();
      }
    }
    await run.deadline.sleep(POLL_MS * (0.5 + Math.random()));
  }
}

function settled(run: Run, entry: CacheEntry): KeptCredential | undefined {
  const kept = entry.credential();
  if (kept) {
    run.log.debug("the credential is from the cache");
    return kept;
  }
  const last = entry.failure();
  if (!last) return undefined;
  const seconds = Math.ceil((last.until - Date.now()) / 1000);
  throw last.failure.with(`(Remembered; asked again in ${seconds} s, or at once with --no-cache.)`);
}

async function exchangeAndKeep(
  run: Run,
  directory: string,
  entry: CacheEntry,
  subject: Subject,
  exchange: () => Promise<ClusterCredential>,
): Promise<Outcome> {
  try {
    const credential = await exchange();
    const kept = asKept(run, subject, credential);
    entry.keep(kept);
    sweep(directory);
    return { credential, kept };
  } catch (error) {
    if (error instanceof PluginFailure && error.hop !== "usage") entry.remember(error);
    throw error;
  }
}

/**
 * A credential as it may be kept. This clock may be wrong, and right when the credential is looked for again: so of each
 * end the earlier counts, by this clock or by the servers'.
 */
function asKept(run: Run, subject: Subject, { token, expires }: ClusterCredential): KeptCredential {
  const earlier = Math.min(expires, expires + run.clockOffset);
  const end = subjectEnd(subject) ?? Infinity;
  return { token, expires: earlier, made: Date.now(), end: Math.min(earlier, end, run.localTime(end)) };
}
