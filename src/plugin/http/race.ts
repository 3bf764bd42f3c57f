import { Deadline } from "../deadline";
import { Connection } from "./connection";
import { resolve as findAddresses } from "./resolve";
import { TransportFault } from "./transport-fault";

/** "Connection Attempt Delay" (RFC 8305, section 5). */
const STAGGER_MS = 250;
/** "Minimum Connection Attempt Delay" (the same section): so many silent addresses leave time for the last one. */
const LEAST_STAGGER_MS = 10;
/** Silent addresses are tried anew at half of the time that is left, within these bounds. */
const LEAST_ROUND_MS = 1000;
const MOST_ROUND_MS = 10_000;
/** So many reasons are told. */
const MOST_REASONS = 6;

/** What is to be reached. */
export interface Goal {
  readonly host: string;
  readonly port: number;
  /** The beginning of each reason where the host is a proxy and not the one who is asked. */
  readonly peer: string;
}

/**
 * Tries the addresses of a host, one after the other and side by side, until one of them does what is asked: a second
 * one when the first has failed or 250 ms have passed ("Happy Eyeballs", RFC 8305). None is given up before the time is:
 * a slow path may be the only one. At half of the time that is left, those that are silent are tried anew beside.
 *
 * @param use what makes an address the right one; an address that accepts a connection and is silent is none
 * @throws TransportFault with the reason of each address when none succeeds in time
 */
export async function race<T>(goal: Goal, deadline: Deadline, use: (connection: Connection) => Promise<T>): Promise<T> {
  return await new Race(goal, deadline, use).run();
}

class Race<T> {
  private readonly waiting: string[] = [];
  private readonly running = new Map<Connection, string>();
  private readonly faults = new Map<string, TransportFault>();
  private readonly timers: { pace?: NodeJS.Timeout; round?: NodeJS.Timeout; limit?: NodeJS.Timeout } = {};
  private resolving = true;
  private over = false;
  private lastWasSix = false;
  private end!: (error?: Error, result?: { readonly value: T; readonly winner: Connection }) => void;

  public constructor(
    private readonly goal: Goal,
    private readonly deadline: Deadline,
    private readonly use: (connection: Connection) => Promise<T>,
  ) {}

  public async run(): Promise<T> {
    const { remaining } = this.deadline;
    let stopSearch = () => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        this.end = (error, result) => {
          if (this.over) return;
          this.over = true;
          if (result) this.running.delete(result.winner);
          if (error) reject(error);
          else if (result) resolve(result.value);
        };
        this.timers.limit = setTimeout(() => this.end(this.late(remaining)), remaining);
        this.timers.round = setTimeout(() => this.tryAnew(), this.nextRound);
        stopSearch = findAddresses(
          this.goal.host,
          (addresses) => {
            this.waiting.push(...addresses);
            if (!this.timers.pace) this.next();
          },
          (fault) => {
            this.resolving = false;
            if (fault) this.end(this.ofName(fault));
            else if (this.running.size === 0) this.next();
          },
        );
      });
    } finally {
      stopSearch();
      for (const timer of Object.values(this.timers)) clearTimeout(timer);
      this.waiting.length = 0;
      for (const connection of this.running.keys()) connection.close();
    }
  }

  /** Starts with the next address, of the other family where there is one. */
  private next(): void {
    clearTimeout(this.timers.pace);
    this.timers.pace = undefined;
    const other = this.waiting.findIndex((address) => address.includes(":") !== this.lastWasSix);
    const [address] = this.waiting.splice(Math.max(0, other), 1);
    if (address === undefined) {
      if (this.running.size === 0 && !this.resolving) this.end(this.combined());
      return;
    }
    this.lastWasSix = address.includes(":");
    const share = this.deadline.remaining / 2 / (this.waiting.length + 1);
    const stagger = Math.min(STAGGER_MS, Math.max(LEAST_STAGGER_MS, share));
    this.timers.pace = setTimeout(() => this.next(), stagger);
    this.start(address);
  }

  private start(address: string): void {
    const connection = new Connection(address, this.goal.port, this.deadline, this.goal.peer);
    this.running.set(connection, address);
    this.use(connection).then(
      (value) => this.end(undefined, { value, winner: connection }),
      (error: Error) => {
        if (!this.running.delete(connection)) return;
        connection.close();
        if (!(error instanceof TransportFault)) return this.end(error);
        this.faults.set(address, error);
        this.next();
      },
    );
  }

  private tryAnew(): void {
    this.waiting.push(...new Set(this.running.values()));
    this.timers.round = setTimeout(() => this.tryAnew(), this.nextRound);
    if (!this.timers.pace) this.next();
  }

  private get nextRound(): number {
    return Math.min(MOST_ROUND_MS, Math.max(LEAST_ROUND_MS, this.deadline.remaining / 2));
  }

  private late(waited: number): TransportFault {
    for (const [connection, address] of this.running) this.faults.set(address, connection.late(waited));
    if (this.faults.size > 0) return this.combined();
    const reason = `could not be found: no name server answered within ${Math.round(waited)} ms`;
    return this.ofName(new TransportFault(reason, true));
  }

  /** One fault of all: each reason with the addresses that gave it. */
  private combined(): TransportFault {
    const groups = new Map<string, string[]>();
    for (const [address, { message }] of this.faults) {
      groups.set(message, [...(groups.get(message) ?? []), address]);
    }
    const faults = [...this.faults.values()];
    if (faults.length === 0) return this.ofName(new TransportFault("could not be found: there is no address", false));
    const heals = faults.some((fault) => fault.heals);
    const [{ code }] = faults;
    const wayOut = faults.map((fault) => fault.wayOut).find(Boolean);
    const reasons = [...groups].map(([message, addresses]) => `${message}${this.placeOf(addresses)}`);
    const more = reasons.length > MOST_REASONS ? [`and ${reasons.length - MOST_REASONS} more`] : [];
    return new TransportFault([...reasons.slice(0, MOST_REASONS), ...more].join("; "), heals, wayOut, code);
  }

  private ofName({ message, heals, wayOut, code }: TransportFault): TransportFault {
    return new TransportFault(this.goal.peer + message, heals, wayOut, code);
  }

  private placeOf(addresses: readonly string[]): string {
    return addresses[0] === this.goal.host ? "" : ` at ${addresses.slice(0, MOST_REASONS).join(" and ")}`;
  }
}
