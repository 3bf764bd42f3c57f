import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { load } from "../node-modules";
import { TransportFault } from "./transport-fault";

/**
 * Node.js tells addresses from names by a regular expression. V8 compiles that for its interpreter first (5 ms) and for
 * the processor later (2 ms), but only for the processor (1 ms) when the first text is as long as this.
 */
const LONG_TEXT = "-".repeat(1000);

/** A connection and what is layered upon it. A failure of any layer fails whatever is waited for. */
export class Connection {
  private socket: Socket;
  private readonly failed: Promise<never>;
  /** Ends the wait with an error. */
  public fail!: (error: Error) => void;

  /** Starts to connect. */
  public constructor(host: string, port: number) {
    const { connect, isIP } = load.net();
    this.failed = new Promise((_resolve, reject) => (this.fail = reject));
    // A failure that nobody waits for any more is none.
    this.failed.catch(() => undefined);
    if (!isAddress(host)) isIP(LONG_TEXT);
    this.socket = this.watched(connect({ host, port, noDelay: true }));
  }

  /** Speaks TLS from now on. Nothing that is sent after it leaves before the server's certificate is verified. */
  public async secure(secureContext: SecureContext, host: string): Promise<void> {
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
   * @param read the answer in what came so far, or undefined when more must come; `ended` when nothing more will
   */
  public async ask<T>(message: Buffer, read: (bytes: Buffer, ended: boolean) => T | undefined): Promise<T> {
    const { socket } = this;
    let bytes = Buffer.alloc(0);
    try {
      return await this.settled((resolve) => {
        const look = (ended: boolean) => {
          try {
            const answer = read(bytes, ended);
            if (answer !== undefined) resolve(answer);
            else if (ended) throw cutOff();
          } catch (error) {
            this.fail(error as Error);
          }
        };
        socket.on("data", (chunk: Buffer) => {
          bytes = Buffer.concat([bytes, chunk]);
          look(false);
        });
        socket.once("end", () => look(true));
        socket.write(message);
      });
    } finally {
      socket.removeAllListeners("data");
    }
  }

  public close(): void {
    this.socket.destroy();
  }

  private settled<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return Promise.race([new Promise<T>(start), this.failed]);
  }

  private watched<S extends Socket>(socket: S): S {
    return socket.on("error", this.fail).on("close", () => this.fail(cutOff()));
  }
}

function cutOff(): TransportFault {
  return new TransportFault("cut the connection in mid-answer", true);
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
