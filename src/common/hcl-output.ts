import { App } from "cdktf";
import { IConstruct } from "constructs";
import { problem } from "./checks";

/**
 * Why a stack with trusts cannot be synthesized as HCL. CDKTF writes each reference of `replace_triggered_by` in quotes,
 * and each text of an output on as many lines as it has; Terraform refuses both.
 */
export function hclProblem({ node }: IConstruct): string | undefined {
  const { root } = node;
  if (!App.isApp(root) || !root.hclOutput) return undefined;
  return problem(
    "hclOutput",
    "is on (cdktf synth --hcl), and CDKTF's HCL of replace_triggered_by and of texts of several lines is not valid Terraform",
    "Synthesize JSON, which Terraform and OpenTofu read as well, and which trust-mesh lab needs",
  );
}
