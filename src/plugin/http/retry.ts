import { PluginFailure } from "../failure";
import { Run } from "../run";
import { HttpRequest, HttpResponse, send } from "./send";
import { CHECK_THE_WAY, TransportFault } from "./transport-fault";

/** What a vendor's answer means when it is not the one hoped for. */
export interface Refusal {
  readonly failure: PluginFailure;
  /** How many more tries of the same request are worth their time: `NEVER`, `A_FEW` or `UNTIL_GIVEN_UP`. */
  readonly again: number;
}

/** Reads a vendor's answer: undefined means success. */
export type Judge = (response: HttpResponse) => Refusal | undefined;

const MAXIMUM_TRIES = 5;
/** For a refusal that stays what it is. */
export const NEVER = 0;
/** For a refusal that usually stays, and now and then heals within seconds. */
export const A_FEW = 2;
/** For a refusal that usually heals. */
export const UNTIL_GIVEN_UP = MAXIMUM_TRIES - 1;
/** Where nothing is known of a vendor's code. */
const LOOK_UP = "Look the code up with the vendor, and compare what the target expects with doctor.";
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 4000;
/** A pause that leaves less than this for the next try is not worth waiting for. */
const LEAST_TIME_FOR_A_TRY_MS = 250;

/**
 * Sends a request until it succeeds, fails for good or the run's time is up. Tried again are connection faults, 408,
 * 429, 5xx and what the vendor's judge says heals, with growing pauses of random length ("Exponential Backoff And
 * Jitter", AWS Architecture Blog) or as long as Retry-After asks.
 *
 * @throws PluginFailure of the request's hop
 */
export async function sendUntilSettled(run: Run, request: HttpRequest, judge: Judge): Promise<HttpResponse> {
  for (let tries = 1; ; tries++) {
    const { response, refusal } = await tryOnce(run, request, judge);
    if (!refusal) return response as HttpResponse;
    const pause = pauseBefore(tries, response);
    const timeLeft = run.deadline.remaining - pause > LEAST_TIME_FOR_A_TRY_MS;
    if (tries > refusal.again || !timeLeft) throw conclude(run, refusal, tries, timeLeft);
    run.log.debug(`${refusal.failure.reason} Trying again in ${Math.round(pause)} ms.`);
    await run.deadline.sleep(pause);
  }
}

async function tryOnce(
  run: Run,
  request: HttpRequest,
  judge: Judge,
): Promise<{ response?: HttpResponse; refusal?: Refusal }> {
  try {
    const response = await send(run, request);
    return { response, refusal: judgeStatus(request, response, judge) ?? judge(response) };
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error;
    const reason = `${request.peer} at ${new URL(request.url).host} ${error.message}.`;
    const failure = new PluginFailure(request.hop, reason, error.wayOut ?? CHECK_THE_WAY, error.code);
    return { refusal: { failure, again: error.heals ? UNTIL_GIVEN_UP : NEVER } };
  }
}

function judgeStatus(request: HttpRequest, response: HttpResponse, judge: Judge): Refusal | undefined {
  const { status } = response;
  if (status >= 300 && status < 400) {
    const reason = `${request.peer} at ${new URL(request.url).host} answered with a redirect (${status}).`;
    const wayOut = "Check the address, and for a proxy or portal in between.";
    return { failure: new PluginFailure(request.hop, reason, wayOut), again: NEVER };
  }
  if (status === 408 || status === 429 || status >= 500) {
    const wayOut = status === 429 ? "It is asked too often; wait." : "The fault is on its side; try again later.";
    const told = judge(response)?.failure;
    // A proxy's or load balancer's page says nothing that a vendor's own refusal would not.
    const ownWords = told?.code !== undefined && told.code !== `HTTP ${status}`;
    const failure = ownWords
      ? new PluginFailure(request.hop, told.reason, told.wayOut ?? wayOut, told.code)
      : new PluginFailure(request.hop, `${request.peer} answered ${status}.`, wayOut, String(status));
    return { failure, again: UNTIL_GIVEN_UP };
  }
  return undefined;
}

function pauseBefore(tries: number, response: HttpResponse | undefined): number {
  const asked = response?.headers["retry-after"] ?? "";
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  if (wait > 0) return wait;
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}

function conclude(run: Run, { failure, again }: Refusal, tries: number, timeLeft: boolean): PluginFailure {
  let told = failure.wayOut ? failure : failure.with(LOOK_UP);
  if (tries <= again && !timeLeft) {
    told = told.with(`Given up after ${count(tries)} at the time limit of ${run.deadline.seconds} s (--timeout).`);
  } else if (again > 0) told = told.with(`Given up after ${count(tries)}.`);
  return run.clockComplaint ? told.with(run.clockComplaint) : told;
}

function count(tries: number): string {
  return tries === 1 ? "1 try" : `${tries} tries`;
}
