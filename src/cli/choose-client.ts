import { resolve } from "node:path";
import { BuiltInClient, Client, Kubectl, Lab } from "../lab";
import { findCommand, isExecutable } from "./find-command";
import { UsageFault } from "./usage-fault";

/** The first minor version whose `kubectl auth whoami` asks the stable API. KEP-3325: "Self subject review API". */
const LEAST_MINOR = 28;
const WAY_OUT = `Give a kubectl of version 1.${LEAST_MINOR} or newer (--kubectl FILE), or --no-kubectl`;

/** What the command line says of kubectl. */
interface Wanted {
  /** Where it is; undefined for the first one on PATH. */
  readonly kubectl?: string;
  readonly noKubectl: boolean;
}

/**
 * The client that tries the edges: the kubectl that was named, else the one on PATH if it works, else the built-in one.
 *
 * @throws UsageFault for a named kubectl that does not work: its failures would be told as those of the mesh
 */
export async function chooseClient({ kubectl, noKubectl }: Wanted, lab: Lab): Promise<Client> {
  if (noKubectl) return new BuiltInClient(lab);
  if (kubectl !== undefined) {
    const file = resolve(kubectl);
    if (!isExecutable(file)) {
      throw new UsageFault(`--kubectl ${kubectl} is not a file that can be run. Correct it, or give --no-kubectl`);
    }
    const named = new Kubectl(lab, file);
    const fault = await faultOf(named);
    if (fault === undefined) return named;
    throw new UsageFault(`--kubectl ${kubectl} ${fault}. ${WAY_OUT}`);
  }
  const found = findCommand("kubectl");
  if (found === undefined) return new BuiltInClient(lab, "the built-in client, for want of a kubectl");
  const onPath = new Kubectl(lab, found);
  const fault = await faultOf(onPath);
  return fault === undefined ? onPath : new BuiltInClient(lab, `the built-in client, because ${found} ${fault}`);
}

/** Why a kubectl cannot be the client; undefined for one that can. */
async function faultOf(kubectl: Kubectl): Promise<string | undefined> {
  const answer = await kubectl.version();
  if (!answer.reached) return `does not work: ${answer.message}`;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(answer.value) ?? [];
  const isOld = Number(major) === 1 && Number(minor) < LEAST_MINOR;
  return isOld ? `is ${answer.value}, which is too old for the lab's trials` : undefined;
}
