import { App, TerraformStack } from "cdktf";
import { ClusterAccess, TargetCluster, TrustMesh } from "../../src";
import { aksCluster, eksCluster, gkeCluster } from "../support/clusters";
import { describeWithStandIns, PlannedChange, TerraformFolder } from "../support/terraform";

const STACK = "mesh";
type Make = (stack: TerraformStack, id: string) => TargetCluster;
const MADE: Record<string, Make> = {
  west: (stack, id) => eksCluster(stack, id),
  east: (stack, id) => eksCluster(stack, id),
  euro: gkeCluster,
  asia: gkeCluster,
  corp: aksCluster,
  labs: aksCluster,
};

/**
 * A stack in which every one of the clusters is let into every other one, in the given order. The remaining clusters
 * are declared too: Terraform needs a removed cluster's providers for one more apply.
 */
function meshOf(...ids: string[]): (app: App) => void {
  return (app) => {
    const stack = new TerraformStack(app, STACK);
    const others = Object.keys(MADE).filter((id) => !ids.includes(id));
    const declared = new Map([...ids, ...others].map((id) => [id, MADE[id](stack, id)]));
    const clusters = ids.map((id) => declared.get(id)).filter((cluster) => cluster !== undefined);
    const runners = clusters.map((cluster) => cluster.serviceAccount("ci", "runner"));
    new TrustMesh(stack, "mesh").allowAll(runners, clusters, ClusterAccess.view("apps"));
  };
}

function changesOf(action: string, changes: PlannedChange[]): string[] {
  return changes.filter(({ actions }) => actions.includes(action)).map(({ address }) => address);
}

describeWithStandIns("an applied mesh of four clusters", () => {
  let folder: TerraformFolder;
  beforeAll(() => {
    folder = new TerraformFolder();
    folder.synth(meshOf("west", "euro", "corp", "east"));
    folder.init(STACK);
    folder.apply(STACK);
  });
  afterAll(() => folder.remove());

  it("is not changed by another order of clusters and edges", () => {
    folder.synth(meshOf("east", "corp", "west", "euro"));

    expect(folder.plan(STACK)).toEqual([]);
  });

  it("only grows when clusters are added, before and between those that are there", () => {
    folder.synth(meshOf("asia", "west", "euro", "labs", "corp", "east"));

    const changes = folder.plan(STACK);

    expect(changes).not.toHaveLength(0);
    expect(changes.map(({ actions }) => actions)).toEqual(changes.map(() => ["create"]));
  });

  it("only loses what was the cluster's when a cluster is removed", () => {
    const before = folder.resources(STACK);
    folder.synth(meshOf("west", "corp", "east"));

    const changes = folder.plan(STACK);

    const gone = changesOf("delete", changes);
    expect(changes).toHaveLength(gone.length);
    // The location westeurope is part of identities' addresses, and not the cluster's name.
    const isOfEuro = (address: string) => /euro(?!pe)/.test(address);
    expect(gone.filter((address) => !isOfEuro(address))).toEqual([]);
    expect(gone).toHaveLength(before.filter(({ address }) => isOfEuro(address)).length);
  });
});
