import { Tunnel } from "../../../src/lab/clients/tunnel";
import { CertificateAuthority } from "../../../src/lab/network/certificate-authority";
import { LabNetwork } from "../../../src/lab/network/lab-network";
import { Routes } from "../../../src/lab/network/routes";
import { BuiltInRole, OwnRole, rbacServer } from "../../lab/support/rbac-server";
import { SERVER } from "../../verdicts/support/aws";
import { Answered, answered, Asked, KubeApiServer } from "./server";

const API = "rbac.authorization.k8s.io";
const V1 = `/apis/${API}/v1`;
const ADMINISTRATOR = "administrator";

/** A cluster of the lab and a real kube-apiserver with the same roles, whose users' tokens are their names. */
export class TwoServers {
  public static async start(own: readonly OwnRole[], builtIn: readonly BuiltInRole[]): Promise<TwoServers> {
    const authority = await CertificateAuthority.create();
    const routes = new Routes();
    routes.server(SERVER, rbacServer(own, builtIn));
    const network = await LabNetwork.start(authority, routes.handlers);
    const users = [...new Set([...own, ...builtIn].map(({ user }) => user))];
    const real = await KubeApiServer.start([
      { token: ADMINISTRATOR, user: ADMINISTRATOR, groups: ["system:masters"] },
      ...users.map((user) => ({ token: user, user })),
    ]);
    const servers = new TwoServers(network, new Tunnel(network.proxyUrl, authority.cert, new URL(SERVER)), real);
    await servers.prepare(own, builtIn);
    return servers;
  }

  private constructor(
    private readonly network: LabNetwork,
    private readonly tunnel: Tunnel,
    private readonly real: KubeApiServer,
  ) {}

  /** What the lab answers a user. */
  public async lab(user: string | undefined, { method, path, headers, body, text }: Asked): Promise<Answered> {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const all = {
      ...(user === undefined ? {} : { authorization: `Bearer ${user}` }),
      ...(content === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    };
    const request = { method, path, headers: all, ...(content === undefined ? {} : { body: content }) };
    const answer = await this.tunnel.send(request);
    return answered(answer.status, answer.body);
  }

  /** What kube-apiserver answers a user. */
  public async kubernetes(user: string | undefined, asked: Asked): Promise<Answered> {
    return await this.real.ask(user, asked);
  }

  public async stop(): Promise<void> {
    this.tunnel.close();
    await this.network.close();
    await this.real.stop();
  }

  private async prepare(own: readonly OwnRole[], builtIn: readonly BuiltInRole[]): Promise<void> {
    const places = [...own, ...builtIn].flatMap(({ namespace }) => namespace ?? []);
    for (const name of new Set(places)) {
      await this.make("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
    await this.real.aggregate(ADMINISTRATOR);
    for (const { user, namespace, rules } of own) {
      const kind = namespace === undefined ? "ClusterRole" : "Role";
      const metadata = { name: `${user}-own` };
      await this.make(`${below(namespace)}/${kind.toLowerCase()}s`, { ...object(kind), metadata, rules });
      await this.bind(user, namespace, kind, metadata.name);
    }
    for (const { user, namespace, role } of builtIn) await this.bind(user, namespace, "ClusterRole", role);
    // The authorizer sees a binding a moment after it was made.
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }

  private async bind(user: string, namespace: string | undefined, kind: string, name: string): Promise<void> {
    const own = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
    await this.make(`${below(namespace)}/${own.toLowerCase()}s`, {
      ...object(own),
      metadata: { name: `${user}-${name}` },
      roleRef: { apiGroup: API, kind, name },
      subjects: [{ kind: "User", name: user, apiGroup: API }],
    });
  }

  private async make(path: string, body: object): Promise<void> {
    const { status, body: answer } = await this.real.ask(ADMINISTRATOR, { method: "POST", path, body });
    if (status !== 201) throw new Error(JSON.stringify(answer));
  }
}

const below = (namespace: string | undefined) => (namespace === undefined ? V1 : `${V1}/namespaces/${namespace}`);
const object = (kind: string) => ({ apiVersion: `${API}/v1`, kind });
