import { App, TerraformStack, Testing } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AwsAccess, AwsAccount, AwsTrust, OidcCluster } from "../../src";

const REFUSED =
  "[stack/trust-mesh-shared] hclOutput: is on (cdktf synth --hcl), and CDKTF's HCL of replace_triggered_by and of texts of several lines is not valid Terraform. " +
  "Synthesize JSON, which Terraform and OpenTofu read as well, and which trust-mesh lab needs. [hcl-output]";

function synth(hclOutput: boolean, withTrust: boolean): void {
  const app = new App({ outdir: Testing.app().outdir, hclOutput });
  const stack = new TerraformStack(app, "stack");
  const aws = new AwsProvider(stack, "aws", { region: "us-west-2" });
  const from = OidcCluster.fromAttributes(stack, "edge", { issuer: "https://edge.example.com" });
  if (withTrust) {
    new AwsTrust(stack, "loader", {
      from: from.serviceAccount("etl", "loader"),
      to: AwsAccount.fromProvider(stack, "prod", aws, { accountId: "111122223333" }),
      access: AwsAccess.listBuckets(),
    });
  }
  app.synth();
}

describe("HCL output", () => {
  it("is refused for a stack with trusts, since Terraform would refuse it later", () => {
    expect(() => synth(true, true)).toThrow(REFUSED);
  });

  it("is left alone for a stack without", () => {
    expect(() => synth(true, false)).not.toThrow();
  });

  it("is not looked at where JSON is synthesized", () => {
    expect(() => synth(false, true)).not.toThrow();
  });
});
