import { TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import { refuseStackCircle } from "../common/stack-circle";
import { stacksIn } from "../common/stacks-in";

/**
 * Refuses a resource of the source cluster that reads what a destination's stack creates, where that stack reads the source's.
 *
 * @param property by which the values come
 * @param values what the resource is written with
 * @throws if the circle closes
 */
export function refuseClientCircle(construct: IConstruct, property: string, values: readonly string[]): void {
  const reader = TerraformStack.of(construct);
  refuseStackCircle(construct, {
    ...{ reader, property, what: "what its pods need is an attribute", from: stacksIn(reader, values) },
    wayOut: "Make it in a stack that applies after both, with a Kubernetes provider of its own",
  });
}
