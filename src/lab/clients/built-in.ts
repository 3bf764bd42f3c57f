import { readFileSync } from "node:fs";
import { PLUGIN_COMMAND } from "../../exec-contract";
import { AccessRequest } from "../../simulator";
import { Lab } from "../lab";
import { stanzaVariables } from "../pods/lab-variables";
import { Pod } from "../pods/pod";
import { Client, Outcome, PreparedKubeconfig, UserInfo } from "./client";
import { parsed, runProcess, silent } from "./process";
import { Tunnel, TunnelAnswer } from "./tunnel";

/** A way into one API server with one credential. */
interface Entry {
  readonly token: string;
  readonly tunnel: Tunnel;
}

/**
 * A small client that runs a kubeconfig's exec stanza and talks to its server: what is used where there is no kubectl, and for
 * the many questions that tell what an access is exactly.
 */
export class BuiltInClient implements Client {
  private readonly ca: string;
  /** By the kubeconfig's file: the plugin runs once, however many requests follow. */
  private readonly entries = new Map<string, Promise<Outcome<Entry>>>();

  public constructor(
    private readonly lab: Lab,
    public readonly name: string = "the built-in client",
  ) {
    this.ca = readFileSync(lab.caFile, "utf8");
  }

  public async whoAmI(pod: Pod, kubeconfig: PreparedKubeconfig): Promise<Outcome<UserInfo>> {
    return await this.within(pod, kubeconfig, async (entry) => {
      const answer = await this.review(entry, "authentication", "SelfSubjectReview");
      if (answer.status !== 201) return failed(answer);
      const { status } = JSON.parse(answer.body) as { status: { userInfo: UserInfo } };
      return { reached: true, value: status.userInfo };
    });
  }

  public async listPods(pod: Pod, kubeconfig: PreparedKubeconfig, namespace: string): Promise<Outcome<number>> {
    return await this.within(pod, kubeconfig, async ({ token, tunnel }) => {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
      const answer = await tunnel.send({ method: "GET", path, headers: { authorization: `Bearer ${token}` } });
      if (answer.status !== 200) return failed(answer);
      return { reached: true, value: (JSON.parse(answer.body) as { items: unknown[] }).items.length };
    });
  }

  /** Asks a SelfSubjectAccessReview for each request. */
  public async mayI(entry: Entry, requests: readonly AccessRequest[]): Promise<readonly boolean[]> {
    const verdicts: boolean[] = [];
    for (const request of requests) {
      const spec = "path" in request ? { nonResourceAttributes: request } : { resourceAttributes: request };
      const answer = await this.review(entry, "authorization", "SelfSubjectAccessReview", spec);
      if (answer.status !== 201) throw new Error(`a review was answered with ${answer.status}: ${answer.body}`);
      verdicts.push((JSON.parse(answer.body) as { status: { allowed: boolean } }).status.allowed);
    }
    return verdicts;
  }

  /** Whether a token that was seen elsewhere is let in. */
  public async shows(entry: Entry): Promise<boolean> {
    return (await this.review(entry, "authentication", "SelfSubjectReview")).status === 201;
  }

  /** Runs the stanza, and opens a tunnel to the server; once for a kubeconfig, until it is left. */
  public enter(pod: Pod, kubeconfig: PreparedKubeconfig): Promise<Outcome<Entry>> {
    const known = this.entries.get(kubeconfig.file) ?? this.run(pod, kubeconfig);
    this.entries.set(kubeconfig.file, known);
    return known;
  }

  public leave({ file }: PreparedKubeconfig): void {
    const known = this.entries.get(file);
    this.entries.delete(file);
    void known?.then((entered) => entered.reached && entered.value.tunnel.close());
  }

  private async run(pod: Pod, { entry }: PreparedKubeconfig): Promise<Outcome<Entry>> {
    const { apiVersion, args } = entry.stanza;
    const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
    const own = stanzaVariables(entry.stanza);
    const variables = { ...pod.env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) };
    const ended = await runProcess(PLUGIN_COMMAND, args, variables);
    if (ended.code !== 0) {
      const message = pod.seenFromWithin(ended.stderr.trim()) || silent(PLUGIN_COMMAND, ended);
      return { reached: false, message };
    }
    const token = tokenIn(ended.stdout);
    if (token === undefined) {
      return { reached: false, message: `${PLUGIN_COMMAND} printed no ExecCredential with a status.token` };
    }
    const tunnel = new Tunnel(this.lab.proxyUrl, this.ca, new URL(entry.server), entry.tlsServerName);
    return { reached: true, value: { token, tunnel } };
  }

  private async within<T>(
    pod: Pod,
    kubeconfig: PreparedKubeconfig,
    act: (entry: Entry) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const entered = await this.enter(pod, kubeconfig);
    if (!entered.reached) return entered;
    return await act(entered.value);
  }

  private async review({ token, tunnel }: Entry, group: string, kind: string, spec?: object): Promise<TunnelAnswer> {
    const apiVersion = `${group}.k8s.io/v1`;
    return await tunnel.send({
      method: "POST",
      path: `/apis/${apiVersion}/${kind.toLowerCase()}s`,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ apiVersion, kind, ...(spec ? { spec } : {}) }),
    });
  }
}

/** The token of an ExecCredential; undefined where the text is none. What was printed instead may be a secret. */
function tokenIn(text: string): string | undefined {
  const { status } = (parsed(text) ?? {}) as { status?: { token?: unknown } };
  return typeof status?.token === "string" && status.token ? status.token : undefined;
}

function failed({ status, body }: TunnelAnswer): { reached: false; message: string } {
  const { message = `the API server answered ${status}` } = (parsed(body) ?? {}) as { message?: string };
  return { reached: false, message };
}
