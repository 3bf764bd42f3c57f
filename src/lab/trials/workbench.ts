import { Answer, Edge, FurtherTrusts, Refused, World } from "../../simulator";
import { BuiltInClient } from "../clients/built-in";
import { Client, PreparedKubeconfig } from "../clients/client";
import { prepareKubeconfig } from "../clients/kubeconfig";
import { travellerOf } from "../clouds/issuer";
import { Lab } from "../lab";
import { Pod, PodIdentity } from "../pods/pod";

/** What every trial works with. */
export class Workbench {
  public readonly builtIn: BuiltInClient;
  /** Who else comes as the edges' principals. */
  public readonly trusts: FurtherTrusts;
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
    this.builtIn = new BuiltInClient(lab);
    this.trusts = new FurtherTrusts(lab.world);
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
    return this.pod(edge, { token, traveller: travellerOf(token) });
  }

  /** What was answered to whoever travels under a name. */
  public answersTo(traveller: string): readonly Answer<unknown>[] {
    return this.lab.journal.of(traveller);
  }

  /** The last refusal of a traveller, if the way ended there. */
  public refusalOf(traveller: string): Refused | undefined {
    const last = this.answersTo(traveller).at(-1);
    return last && !last.granted ? last : undefined;
  }
}
