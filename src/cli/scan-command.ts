import { readFileSync } from "node:fs";
import { itemsOf, replacementsOf, scanKubeconfig, scanObjects, StaticCredential } from "../scan";
import { ScanArguments } from "./arguments";
import { json, plain } from "./escape";
import { table } from "./printers/columns";
import { Terminal } from "./terminal";
import { UsageFault } from "./usage-fault";

const [NOTHING, FOUND] = [0, 1];
/** A larger input would need more memory than a laptop has to spare; objects can be read a namespace at a time. */
const MAX_BYTES = 128 * 1024 * 1024;
const SCAN_VERSION = 1;
const WIDTH = 80;

/**
 * `trust-mesh scan`: lists static credentials in a cluster's objects and in kubeconfigs, who uses each, and the trusts
 * that replace them. No value of a secret is printed.
 *
 * @returns 0 where nothing was found, 1 where something was
 * @throws UsageFault
 */
export function scanCommand({ files, format }: ScanArguments, terminal: Terminal): number {
  const scans = files.map(scanFile);
  const credentials = scans.flatMap((scan) => scan.credentials);
  const objects = scans.reduce((sum, scan) => sum + scan.objects, 0);
  if (format === "json") {
    terminal.out(
      `${json({ version: SCAN_VERSION, objects, credentials, replacements: replacementsOf(credentials) })}\n`,
    );
  } else {
    terminal.out(`${printed(credentials, objects, terminal.columns ?? WIDTH)}\n`);
  }
  return credentials.length ? FOUND : NOTHING;
}

function scanFile(file: string) {
  const content = read(file);
  if (!/^\s*[{[]/.test(content)) {
    if (/^kind:\s*["']?Config\b/m.test(content)) return scanKubeconfig(file, content);
    throw new UsageFault(`scan: ${file} is neither JSON nor a kubeconfig. Give what kubectl get … -o json prints`);
  }
  const document = parsed(file, content);
  const isKubeconfig =
    typeof document === "object" && document !== null && (document as { kind?: unknown }).kind === "Config";
  return isKubeconfig ? scanKubeconfig(file, content) : scanObjects(itemsOf(document));
}

function read(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new UsageFault(
      `scan: ${file === "-" ? "stdin" : file} cannot be read (${code}). Give a file, or - for stdin`,
    );
  }
  if (bytes.length <= MAX_BYTES) return bytes.toString("utf8");
  const size = Math.ceil(bytes.length / 1024 / 1024);
  throw new UsageFault(
    `scan: ${file} has ${size} MiB, and 128 are read. Scan one namespace at a time: kubectl get … -n NAMESPACE -o json`,
  );
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw new UsageFault(`scan: ${file} is not whole JSON. Give what kubectl get … -o json prints`);
  }
}

function printed(credentials: readonly StaticCredential[], objects: number, width: number): string {
  const count = `${objects} object${objects === 1 ? "" : "s"} read`;
  if (!credentials.length) return `${count}: no static credential found.`;
  const rows = credentials.map(({ kind, holder, entry, about, users }) => ({
    cells: [
      kind,
      plain(`${holder.kind} ${holder.namespace && `${holder.namespace}/`}${holder.name}`),
      plain(about === undefined ? entry : `${entry} (${about})`),
      plain(
        users
          .map(({ workload, serviceAccount }) => `${workload.kind} ${workload.name} as ${serviceAccount}`)
          .join(", ") || "–",
      ),
    ],
  }));
  const replacements = replacementsOf(credentials);
  const codes = replacements.map(
    ({ replaces, code }) => `// replaces ${plain(replaces.join(", "))}\n${code.split("\n").map(plain).join("\n")}`,
  );
  const total = `${credentials.length} static credential${credentials.length === 1 ? "" : "s"}`;
  return [
    table(["what", "where", "entry", "used by"], rows, width),
    "",
    ...(codes.length ? ["Trusts that replace them:", "", codes.join("\n\n"), ""] : []),
    "In this order: deploy the trust; start one pod with its wiring and see it work; switch all pods; remove the credential",
    "where it was issued, and then here.",
    "",
    `${count}: ${total} found.`,
  ].join("\n");
}
