import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { load } from "../node-modules";
import { readTextFile, UnreadableFile } from "../read-file";
import { addressesIn, isAddress, isHostsAndDns, namesToAsk } from "./name-files";
import { TransportFault } from "./transport-fault";

/** Is told addresses as they become known. */
export type Found = (addresses: readonly string[]) => void;
/** Is told once that no more will come, and why when there were none. */
export type Ended = (fault?: TransportFault) => void;

/** Some block advertisements by a hosts file of megabytes. */
const MAXIMUM_FILE_BYTES = 32 * 1024 * 1024;
/** A lost datagram is sent again soon, and a name server that is down leaves time for the next one. */
const FIRST_WAIT_MS = 1000;
const TRIES = 4;
/** So long an answer for a name of the search list is waited for when a later name has been found. */
const PATIENCE_MS = 1500;
/** Answers by which a name server says that there is no such name, or no address of this kind. */
const NONE = ["ENOTFOUND", "ENODATA", "EBADNAME"];
const WAY_OUT = "Check the name, the cluster's DNS, and HTTPS_PROXY.";

/** The system's resolver in a process of its own: it cannot be stopped, and would keep this one from ending. */
const LOOK_UP =
  'require("node:dns").lookup(process.argv[1],{all:true},(e,a)=>console.log(e?e.code:a.map(x=>x.address).join()))';

/**
 * Finds the addresses of a host. The hosts file and DNS are asked here, because the system's resolver (getaddrinfo)
 * cannot be stopped when no name server answers; it is asked only where names are found in yet other ways.
 *
 * @returns ends the search
 */
export function resolve(host: string, found: Found, ended: Ended): () => void {
  if (isAddress(host)) return tell([host], found, ended);
  const [ways, resolver] = ["/etc/nsswitch.conf", "/etc/resolv.conf"].map(textOf);
  // The resolver of Node.js would read a FIFO in their place, and this process would wait for it.
  const isOwn = process.platform === "linux" && resolver !== undefined && ways !== undefined && isHostsAndDns(ways);
  if (!isOwn) return askSystem(host, found, ended);
  const name = host.toLowerCase();
  const listed = addressesIn(textOf("/etc/hosts") ?? "", name.replace(/\.$/, ""));
  if (listed.length > 0) return tell(listed, found, ended);
  // RFC 6761, section 6.3: not a name to ask others for.
  if (/(^|\.)localhost\.?$/.test(name)) return tell(["127.0.0.1", "::1"], found, ended);
  return askNameServers(namesToAsk(resolver, name), found, ended);
}

function tell(addresses: readonly string[], found: Found, ended: Ended): () => void {
  found(addresses);
  ended();
  return () => undefined;
}

function askSystem(host: string, found: Found, ended: Ended): () => void {
  let wanted = true;
  const child = load.childProcess().execFile(nodeToStart(), ["-e", LOOK_UP, "--", host], (error, told) => {
    if (!wanted) return;
    const addresses = told.trim().split(",");
    if (error ?? !isAddress(addresses[0])) return ended(nameFault(addresses[0] || String(error?.code)));
    found(addresses);
    ended();
  });
  return () => {
    wanted = false;
    child.kill("SIGKILL");
  };
}

/** The Node.js beside the plugin's file may be a script that starts one by its own loader, which execPath then names. */
function nodeToStart(): string {
  const beside = join(dirname(process.argv[1]), "node");
  return lstatSync(beside, { throwIfNoEntry: false })?.isFile() ? beside : process.execPath;
}

/** What is known of one of the names that DNS is asked for. */
interface Asked {
  open: number;
  told: number;
  readonly addresses: string[];
}

/** Asks for all names at once, and takes the first of them that has an address. */
function askNameServers(names: readonly string[], found: Found, ended: Ended): () => void {
  const resolver = new (load.dns().Resolver)({ timeout: FIRST_WAIT_MS, tries: TRIES });
  const asked: Asked[] = names.map(() => ({ open: 2, told: 0, addresses: [] }));
  let faultCode = "";
  let patient = true;
  let over = false;
  const look = () => {
    const best = asked.find((one) => one.addresses.length > 0 || (patient && one.open > 0));
    const settled = best ?? asked.find((one) => one.open > 0);
    if (over || (settled && settled.addresses.length === 0)) return;
    if (settled && settled.told < settled.addresses.length) {
      found(settled.addresses.slice(settled.told));
      settled.told = settled.addresses.length;
    }
    if (settled && settled.open > 0) return;
    stop();
    ended(settled ? undefined : nameFault(faultCode));
  };
  const timer = setTimeout(() => ((patient = false), look()), PATIENCE_MS);
  const stop = () => {
    over = true;
    clearTimeout(timer);
    resolver.cancel();
  };
  names.forEach((name, i) => {
    for (const ask of ["resolve4", "resolve6"] as const) {
      resolver[ask](name, (error: NodeJS.ErrnoException | null, addresses?: readonly string[]) => {
        asked[i].open--;
        if (over) return;
        const code = error?.code ?? "";
        // "Try again" counts more than "there is none": the name may yet be found.
        if (error && (faultCode === "" || !NONE.includes(code))) faultCode = code;
        asked[i].addresses.push(...(addresses ?? []));
        look();
      });
    }
  });
  return stop;
}

function nameFault(code: string): TransportFault {
  if (NONE.includes(code) || code === "") {
    return new TransportFault("could not be found: there is no address for this name", false, WAY_OUT, code);
  }
  const isSilent = code === "ETIMEOUT" || code === "EAI_AGAIN";
  const reason = isSilent ? "no name server answered" : `the name server failed (${code})`;
  return new TransportFault(`could not be found: ${reason}`, true, WAY_OUT, code);
}

/** What a file holds, nothing where it is not there or cannot be read, and undefined where it is no file. */
function textOf(file: string): string | undefined {
  try {
    return readTextFile(file, MAXIMUM_FILE_BYTES);
  } catch (error) {
    return /^it is/.test((error as UnreadableFile).code) ? undefined : "";
  }
}
