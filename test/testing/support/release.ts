import { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";

/** A Helm release, whose objects nobody reads. */
export class Release extends TerraformResource {
  public constructor(scope: Construct, id: string, { provider }: { readonly provider: TerraformProvider }) {
    super(scope, id, {
      terraformResourceType: "helm_release",
      terraformGeneratorMetadata: { providerName: "kubernetes" },
      provider,
    });
  }

  protected synthesizeAttributes() {
    return { name: "agent", chart: "agent" };
  }
}
