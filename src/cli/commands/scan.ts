import {
  documentsIn,
  objectsIn,
  programOf,
  replacementsOf,
  scanKubeconfig,
  scanObjects,
  StaticCredential,
} from "../../scan";
import { boundedBytes, TooLarge } from "../../terraform";
import { Define } from "../command";
import { json, plain } from "../escape";
import { table } from "../printers/columns";
import { Terminal } from "../terminal";
import { UsageFault } from "../usage-fault";

const [NOTHING, FOUND] = [0, 1];
/** A larger input would need more memory than a laptop has to spare; objects can be read a namespace at a time. */
const MAX_MEBIBYTES = 96;
const MAX_BYTES = MAX_MEBIBYTES * 1024 * 1024;
const SCAN_VERSION = 1;
const WIDTH = 80;

/** What `trust-mesh scan` was asked for. */
interface ScanArguments {
  /** Files of objects or kubeconfigs; `-` for stdin. */
  readonly files: readonly string[];
  readonly format: "table" | "json";
}

/** `trust-mesh scan`. */
export const scan: Define = (program, chosen) => {
  program
    .command("scan")
    .summary("list static credentials in a cluster's objects, and the trusts that replace them")
    .description(
      "Reads what kubectl get … -o json prints, and kubeconfigs, and lists static credentials and who uses them. No value of a secret is kept or printed.",
    )
    .argument("<file...>", "objects as JSON, or kubeconfigs; - for stdin")
    .option("--json", "print JSON instead of a table")
    .addHelpText("after", "\nExit codes:\n  0 nothing was found, 1 something was, 2 cannot be followed\n")
    .action((files: string[], { json }: { json?: boolean }) =>
      chosen((terminal, version) => scanCommand({ files, format: json ? "json" : "table" }, terminal, version)),
    );
};

/**
 * `trust-mesh scan`: lists static credentials in a cluster's objects and in kubeconfigs, who uses each, and the trusts
 * that replace them. No value of a secret is printed.
 *
 * @returns 0 where nothing was found, 1 where something was
 * @throws UsageFault
 */
export function scanCommand({ files, format }: ScanArguments, terminal: Terminal, tool: string): number {
  const scans = files.map(scanFile);
  const credentials = scans.flatMap((scan) => scan.credentials);
  const objects = scans.reduce((sum, scan) => sum + scan.objects, 0);
  if (format === "json") {
    const replacements = replacementsOf(credentials);
    const program = replacements.length ? { program: programOf(replacements) } : {};
    terminal.out(`${json({ version: SCAN_VERSION, tool, objects, credentials, replacements, ...program })}\n`);
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
  const documents = parsed(file, content);
  const [first] = documents;
  const isKubeconfig = typeof first === "object" && first !== null && (first as { kind?: unknown }).kind === "Config";
  if (isKubeconfig && documents.length === 1) return scanKubeconfig(file, content);
  const objects = objectsIn(documents);
  if (objects) return scanObjects(objects);
  throw new UsageFault(`scan: nothing in ${file} is an object of Kubernetes. Give what kubectl get … -o json prints`);
}

function read(file: string): string {
  try {
    return decoded(boundedBytes(file, MAX_BYTES));
  } catch (error) {
    if (error instanceof TooLarge) {
      const size = Math.ceil(error.bytes / 1024 / 1024);
      throw new UsageFault(
        `scan: ${file} has ${size} MiB, and ${MAX_MEBIBYTES} are read. Scan one namespace at a time: kubectl get … -n NAMESPACE -o json`,
      );
    }
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new UsageFault(
      `scan: ${file === "-" ? "stdin" : file} cannot be read (${code}). Give a file of what kubectl get … -o json prints, or - for stdin`,
    );
  }
}

/** Text with or without the mark of its encoding, as shells of Windows write it. */
function decoded(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}

function parsed(file: string, content: string): readonly unknown[] {
  try {
    return [JSON.parse(content) as unknown];
  } catch {
    const documents = documentsIn(content);
    if (documents) return documents;
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
  const program = programOf(replacements).trimEnd().split("\n").map(plain);
  const steps = replacements.flatMap(({ namespace, serviceAccount, target, cluster, steps: all }) => [
    plain(`${namespace}/${serviceAccount} for ${cluster?.server ?? target}:`),
    ...all.map((step, i) => plain(`  ${i + 1}. ${step}`)),
    "",
  ]);
  const unused = credentials.filter(({ users }) => users.length === 0).length;
  const total = `${credentials.length} static credential${credentials.length === 1 ? "" : "s"}`;
  return [
    table(["what", "where", "entry", "used by"], rows, width),
    "",
    ...(replacements.length
      ? [
          "The trusts that replace them, as TypeScript; fill in what is called replace-me; ids and regions are examples, too:",
          "",
          ...program,
          "",
        ]
      : []),
    ...(steps.length ? ["Steps, in this order:", "", ...steps] : []),
    ...(unused
      ? [`${unused} with no user in the input: find who uses it in the log of its issuer, then revoke it.`, ""]
      : []),
    `${count}: ${total} found.`,
  ].join("\n");
}
