import { App, TerraformOutput, TerraformStack } from "cdktf";
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

/**
 * A stack `edge` with one edge to services, so that whatever is found is about it.
 *
 * @param given the access, or what makes it with what it is about
 */
export function oneEdge(app: App, given: AnyAccess | ((stack: TerraformStack) => AnyAccess)): void {
  const clusters = new ThreeClusters(app, "edge");
  const { stack, west } = clusters;
  const from = west.serviceAccount("etl", "loader");
  const trusts = [trustOf(clusters, typeof given === "function" ? given(stack) : given)];
  const sdkFiles = new SdkConfigMap(stack, "sdk", { namespace: "etl", trusts });
  new TerraformOutput(stack, "services", { value: PodWiring.for(from, trusts, { sdkFiles }).toDeclaration() });
}

function trustOf({ stack, west, euro, corp }: ThreeClusters, access: AnyAccess) {
  const from = west.serviceAccount("etl", "loader");
  if (access instanceof AwsAccess) return new AwsTrust(stack, "trust", { from, to: west.account, access });
  if (access instanceof GcpAccess) return new GcpTrust(stack, "trust", { from, to: euro.account, access });
  return new AzureTrust(stack, "trust", { from, to: corp.account, place: corp.identityPlace, access });
}
