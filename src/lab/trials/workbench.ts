import { Answer, Edge, FurtherTrusts, Refused, World } from "../../simulator";
import { BuiltInClient } from "../clients/built-in";
import { Client, PreparedKubeconfig } from "../clients/client";
import { prepareKubeconfig } from "../clients/kubeconfig";
import { Tunnels } from "../clients/tunnels";
import { bearerOf } from "../clouds/issuer";
import { Lab } from "../lab";
import { Pod, PodIdentity } from "../pods/pod";
import { Found } from "./trial";

/** What every trial works with. */
export class Workbench {
  public readonly builtIn: BuiltInClient;
  /** Connections to the clouds' token endpoints. */
  public readonly tunnels: Tunnels;
  /** Other identities that can act as the edges' principals. */
  public readonly trusts: FurtherTrusts;
  private readonly found = new Map<string, Promise<Found>>();
  private pods = 0;

  /**
   * @param plugin the plugin's file
   * @param client the client that tries edges
   */
  public constructor(
    public readonly lab: Lab,
    private readonly plugin: string,
    public readonly client: Client,
  ) {
    this.builtIn = client instanceof BuiltInClient ? client : new BuiltInClient(lab);
    this.tunnels = new Tunnels(lab);
    this.trusts = FurtherTrusts.of(lab.world);
  }

  public get world(): World {
    return this.lab.world;
  }

  /** A new pod with an edge's kubeconfig in it. */
  public pod(edge: Edge, identity: PodIdentity): { readonly pod: Pod; readonly kubeconfig: PreparedKubeconfig } {
    const pod = new Pod(this.lab, edge, String(++this.pods), this.plugin, identity);
    return { pod, kubeconfig: prepareKubeconfig(this.lab, pod, edge.client) };
  }

  /** A pod whose identity is a token. */
  public podWithToken(edge: Edge, token: string) {
    return this.pod(edge, { token, bearer: bearerOf(token) });
  }

  /** What was found under a key: it is tried once. */
  public once(key: string, find: () => Promise<Found>): Promise<Found> {
    const known = this.found.get(key) ?? find();
    this.found.set(key, known);
    return known;
  }

  /** What was answered to a token, by the name under which the journal knows it. */
  public answersTo(bearer: string): readonly Answer<unknown>[] {
    return this.lab.journal.of(bearer);
  }

  /** The last refusal of a token, if its way ended there. */
  public refusalOf(bearer: string): Refused | undefined {
    const last = this.answersTo(bearer).at(-1);
    return last && !last.granted ? last : undefined;
  }

  /** Closes the connections. */
  public close(): void {
    this.tunnels.close();
  }
}
