import { resolve } from "node:path";
import { BuiltInClient, Client, Kubectl, Lab } from "../lab";
import { LabArguments, UsageFault } from "./arguments";
import { findCommand, isExecutable } from "./find-command";

/** The first minor version whose `kubectl auth whoami` asks the stable API. KEP-3325: "Self subject review API". */
const LEAST_MINOR = 28;
const WAY_OUT = `Give a kubectl of version 1.${LEAST_MINOR} or newer (--kubectl FILE), or --no-kubectl`;

/**
 * The client that tries the edges: the kubectl that was named or is on PATH, else the built-in one.
 *
 * @throws UsageFault for a kubectl that does not work: its failures would be told as those of the mesh
 */
export async function chooseClient({ kubectl, noKubectl }: LabArguments, lab: Lab): Promise<Client> {
  if (noKubectl) return new BuiltInClient(lab);
  if (kubectl !== undefined) {
    const file = resolve(kubectl);
    if (!isExecutable(file)) {
      throw new UsageFault(`--kubectl ${kubectl} is not a file that can be run. Correct it, or give --no-kubectl`);
    }
    return await checked(new Kubectl(lab, file), `--kubectl ${kubectl}`);
  }
  const found = findCommand("kubectl");
  return found === undefined
    ? new BuiltInClient(lab, "the built-in client, for want of a kubectl")
    : await checked(new Kubectl(lab, found), `The kubectl that was found on PATH, ${found},`);
}

async function checked(kubectl: Kubectl, name: string): Promise<Kubectl> {
  const answer = await kubectl.version();
  if (!answer.reached) throw new UsageFault(`${name} does not work: ${answer.message}. ${WAY_OUT}`);
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(answer.value) ?? [];
  if (Number(major) === 1 && Number(minor) < LEAST_MINOR) {
    throw new UsageFault(`${name} is ${answer.value}, which is too old for the lab's trials. ${WAY_OUT}`);
  }
  return kubectl;
}
