import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { TerraformVariable } from "cdktf";
import { AzureCloud, AzureSubscription, EksToAksTrust, EksToGkeTrust, ClusterAccess, GcpProject } from "../../src";
import { Clouds, PROJECT_NUMBER, SUBSCRIPTION_ID } from "../support/clouds";
import { refusalCodes, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");

function azurerm({ stack }: Clouds, environment?: string): AzurermProvider {
  const own = { alias: "sovereign", features: [{}], subscriptionId: SUBSCRIPTION_ID };
  return new AzurermProvider(stack, "sovereign", { ...own, environment });
}

// Terraform registry, azurerm: "environment - (Optional) The Cloud Environment which should be used. Possible values are public,
// usgovernment, german, and china. Defaults to public." The audiences: Microsoft Entra, "Configure an app to trust an external identity
// provider".
describe("the environment of an azurerm provider", () => {
  it.each([
    ["usgovernment", AzureCloud.US_GOVERNMENT, "api://AzureADTokenExchangeUSGov"],
    ["china", AzureCloud.CHINA, "api://AzureADTokenExchangeChina"],
    ["USGovernment", AzureCloud.US_GOVERNMENT, "api://AzureADTokenExchangeUSGov"],
    ["public", AzureCloud.PUBLIC, "api://AzureADTokenExchange"],
    [undefined, AzureCloud.PUBLIC, "api://AzureADTokenExchange"],
  ])("%s is the subscription's cloud", (environment, cloud, audience) => {
    const clouds = new Clouds();

    const core = AzureSubscription.fromProvider(clouds.stack, "core", azurerm(clouds, environment));

    expect([core.cloud, core.tokenAudience]).toEqual([cloud, audience]);
  });

  it("is the cloud of a cluster that has the provider", () => {
    const clouds = new Clouds();
    const to = clouds.aks("corp", { azurermProvider: azurerm(clouds, "china") });
    new EksToAksTrust(clouds.stack, "trust", { from: clouds.eks().serviceAccount("argocd", "deployer"), to, access });

    const { audience } = synthesize(clouds.stack).only("azurerm_federated_identity_credential");

    expect([to.cloud, audience]).toEqual([AzureCloud.CHINA, ["api://AzureADTokenExchangeChina"]]);
  });

  it("is refused beside another cloud", () => {
    const clouds = new Clouds();
    const azurermProvider = azurerm(clouds, "usgovernment");
    const to = clouds.aks("corp", { azurermProvider, cloud: AzureCloud.PUBLIC });
    new EksToAksTrust(clouds.stack, "trust", { from: clouds.eks().serviceAccount("argocd", "deployer"), to, access });

    expect(refusalCodes(clouds.stack)).toEqual(["cloud"]);
  });

  it("that only apply tells leaves the cloud to the option", () => {
    const clouds = new Clouds();
    const environment = new TerraformVariable(clouds.stack, "environment", {}).stringValue;

    const core = AzureSubscription.fromProvider(clouds.stack, "core", azurerm(clouds, environment), {
      cloud: AzureCloud.CHINA,
    });

    expect(core.cloud).toBe(AzureCloud.CHINA);
  });
});

// Terraform registry, google: "universe_domain - (Optional) Specify the GCP universe to deploy in."
describe("the universe of a Google provider", () => {
  const UNIVERSE = "apis-berlin.example";
  const google = ({ stack }: Clouds) =>
    new GoogleProvider(stack, "sovereign", { alias: "sovereign", project: "acme-data", universeDomain: UNIVERSE });

  it("is the project's", () => {
    const clouds = new Clouds();

    const data = GcpProject.fromProvider(clouds.stack, "data", google(clouds), { projectNumber: PROJECT_NUMBER });

    expect(data.universeDomain).toBe(UNIVERSE);
  });

  it("is that of a cluster that has the provider", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro", { googleProvider: google(clouds) });
    const trust = new EksToGkeTrust(clouds.stack, "trust", {
      ...{ from: clouds.eks().serviceAccount("argocd", "deployer"), to, access },
    });

    expect(to.issuer).toMatch(new RegExp(`^https://container\\.${UNIVERSE}/`));
    expect(trust.cloudPrincipal).toMatch(new RegExp(`^principal://iam\\.${UNIVERSE}/`));
  });

  it("is refused beside another universe", () => {
    const clouds = new Clouds();
    const to = clouds.gke("euro", { googleProvider: google(clouds), universeDomain: "googleapis.com" });
    new EksToGkeTrust(clouds.stack, "trust", { from: clouds.eks().serviceAccount("argocd", "deployer"), to, access });

    expect(refusalCodes(clouds.stack)).toEqual(["universe-domain"]);
  });
});
