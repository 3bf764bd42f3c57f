import { App, TerraformOutput } from "cdktf";
import {
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  GcpAccess,
  GcpTrust,
  PodWiring,
  SdkConfigMap,
} from "../../../src";
import { ThreeClusters } from "./meshes";

export type AnyAccess = AwsAccess | GcpAccess | AzureAccess;

/** A stack `edge` with one edge to services, so that whatever is found is about it. */
export function oneEdge(app: App, access: AnyAccess): void {
  const clusters = new ThreeClusters(app, "edge");
  const { stack, west } = clusters;
  const from = west.serviceAccount("etl", "loader");
  const trusts = [trustOf(clusters, access)];
  const sdkFiles = new SdkConfigMap(stack, "sdk", { namespace: "etl", trusts });
  new TerraformOutput(stack, "services", { value: PodWiring.for(from, trusts, { sdkFiles }).toDeclaration() });
}

function trustOf({ stack, west, euro, corp }: ThreeClusters, access: AnyAccess) {
  const from = west.serviceAccount("etl", "loader");
  if (access instanceof AwsAccess) return new AwsTrust(stack, "trust", { from, to: west.account, access });
  if (access instanceof GcpAccess) return new GcpTrust(stack, "trust", { from, to: euro.account, access });
  return new AzureTrust(stack, "trust", { from, to: corp.account, place: corp.identityPlace, access });
}
