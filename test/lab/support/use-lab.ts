import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { Lab, LabOptions, ownClaims } from "../../../src/lab";
import { Tunnel, TunnelAnswer } from "../../../src/lab/clients/tunnel";
import { Claims, Edge, readWorld } from "../../../src/simulator";
import { nameOf, Synthesized } from "./run-lab";

/** A lab for a file's tests, and what they do in it. */
export class LabFixture {
  public lab!: Lab;
  public synthesized!: Synthesized;

  public constructor(build: (app: App) => unknown, options: LabOptions = {}) {
    beforeAll(async () => {
      this.synthesized = new Synthesized(build);
      this.lab = await Lab.start(readWorld([this.synthesized.path]), options);
    });
    afterAll(async () => {
      await this.lab.stop();
      this.synthesized.remove();
    });
  }

  /** An edge as tests write it: `west:deploy/deployer → euro`. */
  public edge(name: string): Edge {
    const found = this.lab.world.edges.find((edge) => nameOf(edge) === name);
    if (!found) throw new Error(`There is no edge ${name}.`);
    return found;
  }

  /** A good token of an edge's service account, or with other claims in it. */
  public async token(edge: Edge, others: Partial<Claims> = {}): Promise<string> {
    return await this.lab.issuerOf(edge).issue({ ...ownClaims(this.lab, edge), ...others });
  }

  /** Asks a host of the lab, through its proxy and with its authority. */
  public async ask(
    url: string,
    request: { method?: "GET" | "POST"; headers?: Record<string, string | string[]>; body?: string } = {},
  ): Promise<TunnelAnswer> {
    const { origin, pathname, search } = new URL(url);
    const tunnel = new Tunnel(this.lab.proxyUrl, readFileSync(this.lab.caFile, "utf8"), new URL(origin));
    try {
      return await tunnel.send({ method: "GET", path: `${pathname}${search}`, ...request });
    } finally {
      tunnel.close();
    }
  }

  /** Posts a form. */
  public async post(url: string, form: Record<string, string>): Promise<TunnelAnswer> {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return await this.ask(url, { method: "POST", headers, body: new URLSearchParams(form).toString() });
  }
}
