import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import { ClusterAccess, EksTrust, GkeTrust } from "../../src";
import { Clouds } from "../support/clouds";
import { refusalCodes, refusals } from "../support/synthesized";

const access = ClusterAccess.view("apps");

function eksTrust(clouds: Clouds): EksTrust {
  return new EksTrust(clouds.stack, "trust", {
    from: clouds.oidc().serviceAccount("ci", "runner"),
    to: clouds.eks(),
    access,
  });
}

const role = "stack/trust-mesh-shared/aws-aws/role_onprem_ci_runner";

describe("a name of which other things are written", () => {
  it("is refused where an Aspect changes it", () => {
    const clouds = new Clouds();
    eksTrust(clouds);
    Aspects.of(clouds.stack).add({
      visit: (construct) => {
        if (construct instanceof IamRole) construct.name = "renamed";
      },
    });

    expect(refusals(clouds.stack)).toEqual([
      `[${role}] roleName: name of "${role}/role" was changed by an Aspect or override, and what names it elsewhere has the value before. Choose it where it is made: by roleName, or by the account's naming.`,
    ]);
    expect(refusalCodes(clouds.stack)).toEqual(["changed-later"]);
  });

  it("is refused where an override changes it: a role's path, a pool's and a provider's id", () => {
    const clouds = new Clouds();
    eksTrust(clouds).role?.addOverride("path", "/team/");
    const from = clouds.aks().serviceAccount("ci", "runner");
    const trust = new GkeTrust(clouds.stack, "google-trust", { from, to: clouds.gke(), access });
    trust.pool?.addOverride("workload_identity_pool_id", "other-pool");
    trust.poolProvider?.addOverride("workload_identity_pool_provider_id", "other-provider");

    expect(refusals(clouds.stack).map((one) => /\] (\w+): (\w+) of/.exec(one)?.slice(1))).toEqual([
      ["rolePath", "path"],
      ["poolId", "workload_identity_pool_id"],
      ["providerId", "workload_identity_pool_provider_id"],
    ]);
  });

  it("may have tags and all else that names nothing", () => {
    const clouds = new Clouds();
    const { role: made } = eksTrust(clouds);
    made?.addOverride("lifecycle.prevent_destroy", true);
    made?.addOverride("tags", { team: "platform" });

    expect(refusals(clouds.stack)).toEqual([]);
  });
});
