import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { Deadline } from "../deadline";
import { load } from "../node-modules";
import { isAddress } from "./name-files";
import { faultOf, TransportFault } from "./transport-fault";

/**
 * Node.js tells addresses from names by a regular expression. V8 compiles that for its interpreter first (5 ms) and for
 * the processor later (2 ms), but only for the processor (1 ms) when the first text is as long as this.
 */
const LONG_TEXT = "-".repeat(1000);

/** Takes in an answer piece by piece. */
export interface AnswerReader<T> {
  /** The answer, once it is whole; `ended` says that nothing more will come. */
  take(bytes: Buffer, ended: boolean): T | undefined;
}

/** A connection to one address and what is layered upon it. A failure of any layer fails whatever is waited for. */
export class Connection {
  private socket: Socket;
  private readonly failed: Promise<never>;
  private reject!: (error: Error) => void;
  /** What has not happened yet, for the reason of a failure. */
  private missing = "accept the connection";

  /**
   * Starts to connect.
   *
   * @param peer the beginning of each reason where the address is not that of the one who is asked
   */
  public constructor(
    address: string,
    port: number,
    private readonly deadline: Deadline,
    private peer: string,
  ) {
    const { connect } = load.net();
    this.failed = new Promise((_resolve, reject) => (this.reject = reject));
    // A failure that is not waited for any more is none.
    this.failed.catch(() => undefined);
    this.socket = this.watched(connect({ host: address, port, noDelay: true, autoSelectFamily: false }));
  }

  /** Faults from now on are those of the one who is asked, behind the proxy. */
  public passedProxy(): void {
    this.peer = "";
  }

  /** Waits until the address has accepted the connection. */
  public async accepted(): Promise<void> {
    await this.settled((resolve) => this.socket.once("connect", resolve));
  }

  /** Speaks TLS from now on. Nothing that is sent after it leaves before the server's certificate is verified. */
  public async secure(secureContext: SecureContext, host: string): Promise<void> {
    this.missing = "finish the TLS handshake";
    if (!isAddress(host)) load.net().isIP(LONG_TEXT);
    const socket = load.tls().connect({
      socket: this.socket,
      host,
      servername: isAddress(host) ? undefined : host,
      secureContext,
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off otherwise.
      rejectUnauthorized: true,
    });
    this.socket = this.watched(socket);
    await this.settled((resolve) => socket.once("secureConnect", resolve));
  }

  /**
   * Sends a message and reads until the answer is whole.
   *
   * @param missing what the other side does by answering, for the reason of a failure
   * @param silence milliseconds to wait for the beginning of the answer; unless given, the caller limits the time
   */
  public async ask<T>(message: Buffer, missing: string, reader: AnswerReader<T>, silence?: number): Promise<T> {
    const { socket } = this;
    this.missing = missing;
    const atStart = this.deadline.remaining;
    const limit = silence ?? atStart;
    const failAfter = (wait: number, waited: number) => setTimeout(() => this.fail(this.late(waited)), wait);
    let timer = silence === undefined ? undefined : failAfter(limit, limit);
    try {
      return await this.settled((resolve) => {
        const look = (bytes: Buffer, ended: boolean) => {
          try {
            const answer = reader.take(bytes, ended);
            if (answer !== undefined) resolve(answer);
            else if (ended) throw this.cutOff();
          } catch (error) {
            this.fail(error as Error);
          }
        };
        let begun = false;
        socket.on("data", (bytes: Buffer) => {
          // A server that sends without pause would keep the timers from running.
          if (this.deadline.remaining === 0) return this.fail(this.late(atStart));
          if (timer && !begun) {
            begun = true;
            clearTimeout(timer);
            timer = failAfter(this.deadline.remaining, atStart);
          }
          look(bytes, false);
        });
        socket.once("end", () => look(Buffer.alloc(0), true));
        socket.write(message);
      });
    } finally {
      clearTimeout(timer);
      socket.removeAllListeners("data");
    }
  }

  public close(): void {
    this.socket.destroy();
  }

  /** The fault of a connection whose time is up. */
  public late(waited: number): TransportFault {
    return new TransportFault(`${this.peer}did not ${this.missing} within ${Math.round(waited)} ms`, true);
  }

  private settled<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return Promise.race([new Promise<T>(start), this.failed]);
  }

  private watched<S extends Socket>(socket: S): S {
    return socket.on("error", (error) => this.fail(error)).on("close", () => this.fail(this.cutOff()));
  }

  private fail(error: Error): void {
    // A server that stops in mid-stream must not be waited for.
    this.socket.pause();
    const fault = error instanceof TransportFault ? error : faultOf(error);
    const { message, heals, wayOut, code } = fault ?? {};
    if (message === undefined || heals === undefined) return this.reject(error);
    const told = message.startsWith(this.peer) ? message : this.peer + message;
    this.reject(new TransportFault(told, heals, wayOut, code));
  }

  private cutOff(): TransportFault {
    return new TransportFault(`cut the connection and did not ${this.missing}`, true);
  }
}
