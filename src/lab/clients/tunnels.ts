import { readFileSync } from "node:fs";
import { Lab } from "../lab";
import { Tunnel } from "./tunnel";

/** One connection to each host, kept between requests. */
export class Tunnels {
  private readonly open = new Map<string, Tunnel>();
  private readonly ca: string;

  public constructor(private readonly lab: Lab) {
    this.ca = readFileSync(lab.caFile, "utf8");
  }

  /** The connection to `https://<host>`. */
  public to(host: string): Tunnel {
    const known = this.open.get(host) ?? new Tunnel(this.lab.proxyUrl, this.ca, new URL(`https://${host}`));
    this.open.set(host, known);
    return known;
  }

  public close(): void {
    for (const tunnel of this.open.values()) tunnel.close();
    this.open.clear();
  }
}
