import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { problem } from "../common";

/** A provider of another stack does not exist where the construct's resources are. */
export function providerProblem(construct: Construct, provider: TerraformProvider | undefined): string | undefined {
  if (!provider) return undefined;
  const [home, stack] = [provider, construct].map((one) => TerraformStack.of(one));
  if (home === stack) return undefined;
  return problem(
    "kubernetesProvider",
    `belongs to the stack "${home.node.id}", and this is in "${stack.node.id}"; a provider works only in its own stack`,
    `Make this in "${home.node.id}", or give a provider of "${stack.node.id}"`,
  );
}
