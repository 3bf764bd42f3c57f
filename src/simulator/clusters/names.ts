import { UnresolvedValue } from "../../terraform";
import { StatedSettings } from "../../trust-declaration";
import { Cloud } from "../cloud";
import { CloudCluster } from "./cluster";

/** Clusters' names as their clouds compare them. */
export class ClusterNames {
  public constructor(private readonly clouds: readonly Cloud[]) {}

  /** @throws UnresolvedValue for a name that several clusters have */
  public full(name: string): string {
    return this.cloudOf(name)?.fullName(name) ?? name;
  }

  /**
   * What its cloud knows of a cluster.
   *
   * @param stated what its declarations say of it
   * @param place the document that names it
   * @throws UnresolvedValue for a name that no cloud has
   */
  public facts(name: string, stated: StatedSettings, place: string): CloudCluster {
    const cloud = this.cloudOf(name);
    if (cloud) return { ...cloud.readCluster(name, stated), name };
    const reason = `declares the target "${name}", which is no name of a cluster of a cloud that is simulated`;
    throw new UnresolvedValue(place, reason, "Synthesize again");
  }

  private cloudOf(name: string): Cloud | undefined {
    return this.clouds.find((cloud) => cloud.ownsCluster(name));
  }
}
