import { join } from "node:path";
import { Lab } from "../lab";
import { Pod } from "../pods/pod";
import { Client, Outcome, PreparedKubeconfig, UserInfo } from "./client";
import { Ended, howEnded, parsed, runProcess, silent } from "./process";

/** Characters of an answer that is not understood. */
const MOST_SHOWN = 200;

/** A real kubectl. The lab's authority comes by a flag, so that the kubeconfig needs no change. */
export class Kubectl implements Client {
  public readonly name = "kubectl";

  public constructor(
    private readonly lab: Lab,
    private readonly command: string,
  ) {}

  /** Its own version, `v1.32.4`, which it tells within the environment that pods have. */
  public async version(): Promise<Outcome<string>> {
    const env = { PATH: process.env.PATH ?? "", HOME: this.lab.folder };
    const ended = await runProcess(this.command, ["version", "--client", "-o", "json"], env);
    const { clientVersion } = (parsed(ended.stdout) ?? {}) as { clientVersion?: { gitVersion?: unknown } };
    const version = clientVersion?.gitVersion;
    if (ended.code === 0 && typeof version === "string") return { reached: true, value: version };
    return { reached: false, message: unexpected("version --client -o json", ended) };
  }

  public async whoAmI(pod: Pod, kubeconfig: PreparedKubeconfig): Promise<Outcome<UserInfo>> {
    const ended = await this.run(pod, kubeconfig, "auth", "whoami", "-o", "json");
    if (ended.code !== 0) return failed(ended);
    const { status } = (parsed(ended.stdout) ?? {}) as { status?: { userInfo?: Partial<UserInfo> } };
    const { username, groups = [] } = status?.userInfo ?? {};
    if (username === undefined) return { reached: false, message: unexpected("auth whoami -o json", ended) };
    return { reached: true, value: { username, groups } };
  }

  public async listPods(pod: Pod, kubeconfig: PreparedKubeconfig, namespace: string): Promise<Outcome<number>> {
    const ended = await this.run(pod, kubeconfig, "get", "pods", "--namespace", namespace, "-o", "name");
    if (ended.code !== 0) return failed(ended);
    return { reached: true, value: ended.stdout.split("\n").filter(Boolean).length };
  }

  private async run(pod: Pod, { file, context }: PreparedKubeconfig, ...args: string[]): Promise<Ended> {
    const flags = [
      `--kubeconfig=${file}`,
      `--context=${context}`,
      `--certificate-authority=${this.lab.caFile}`,
      `--cache-dir=${join(pod.folder, "kubectl-cache")}`,
      "--request-timeout=30s",
    ];
    const ended = await runProcess(this.command, [...args, ...flags], pod.env);
    return { ...ended, stderr: pod.seenFromWithin(ended.stderr) };
  }
}

function failed(ended: Ended): { reached: false; message: string } {
  const { stderr, stdout } = ended;
  return { reached: false, message: stderr.trim() || stdout.trim() || silent("kubectl", ended) };
}

/** What is told of an answer that no kubectl gives. */
function unexpected(asked: string, ended: Ended): string {
  const [line] = (ended.stderr.trim() || ended.stdout.trim()).split("\n");
  const answer = line ? `"${line.slice(0, MOST_SHOWN)}"` : "nothing";
  return `to "${asked}" it answered ${answer}, and it ${howEnded(ended)}`;
}
