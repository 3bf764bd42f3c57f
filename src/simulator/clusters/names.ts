import { UnresolvedValue } from "../../terraform";
import { Cloud } from "../cloud";
import { CloudCluster } from "./cluster";

/** Clusters' names as their clouds compare them. */
export class ClusterNames {
  public constructor(private readonly clouds: readonly Cloud[]) {}

  /** @throws UnresolvedValue for a name that several clusters have */
  public full(name: string): string {
    return this.clouds.find((cloud) => cloud.readCluster(name) !== undefined)?.fullName(name) ?? name;
  }

  /**
   * What its cloud knows of a cluster.
   *
   * @throws UnresolvedValue for a name that no cloud has
   */
  public facts(name: string): CloudCluster {
    for (const cloud of this.clouds) {
      const facts = cloud.readCluster(name);
      if (facts) return { ...facts, name };
    }
    throw new UnresolvedValue(name, "is no name of a cluster of a cloud that is simulated", "Synthesize again");
  }
}
