import { join } from "node:path";
import { Lab } from "../lab";
import { Pod } from "../pods/pod";
import { Client, Outcome, PreparedKubeconfig, UserInfo } from "./client";
import { Ended, runProcess } from "./process";

/** A real kubectl. The lab's authority comes by a flag, so that the kubeconfig needs no change. */
export class Kubectl implements Client {
  public readonly name = "kubectl";

  public constructor(
    private readonly lab: Lab,
    private readonly command: string,
  ) {}

  public async whoAmI(pod: Pod, kubeconfig: PreparedKubeconfig): Promise<Outcome<UserInfo>> {
    const ended = await this.run(pod, kubeconfig, "auth", "whoami", "-o", "json");
    if (ended.code !== 0) return failed(ended);
    const { status } = JSON.parse(ended.stdout) as { status: { userInfo: UserInfo } };
    return { reached: true, value: status.userInfo };
  }

  public async listPods(pod: Pod, kubeconfig: PreparedKubeconfig, namespace: string): Promise<Outcome<number>> {
    const ended = await this.run(pod, kubeconfig, "get", "pods", "--namespace", namespace, "-o", "name");
    if (ended.code !== 0) return failed(ended);
    return { reached: true, value: ended.stdout.split("\n").filter(Boolean).length };
  }

  private run(pod: Pod, { file, context }: PreparedKubeconfig, ...args: string[]): Promise<Ended> {
    const flags = [
      `--kubeconfig=${file}`,
      `--context=${context}`,
      `--certificate-authority=${this.lab.caFile}`,
      `--cache-dir=${join(pod.folder, "kubectl-cache")}`,
      "--request-timeout=30s",
    ];
    return runProcess(this.command, [...args, ...flags], pod.env);
  }
}

function failed({ stderr, stdout }: Ended): { reached: false; message: string } {
  return { reached: false, message: stderr.trim() || stdout.trim() };
}
