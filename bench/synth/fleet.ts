import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";

/** One cluster of the fleet: a third of them in each cloud, each in an account, project or subscription of its own. */
export interface Member {
  readonly id: string;
  readonly kind: "eks" | "gke" | "aks";
  readonly issuer: string;
  readonly account: string;
  /** A GKE cluster's project by its number. */
  readonly projectNumber: string;
  readonly endpoint: string;
  readonly stack: TerraformStack;
  readonly aws?: AwsProvider;
  readonly google?: GoogleProvider;
  readonly azurerm?: AzurermProvider;
  readonly kubernetes: KubernetesProvider;
}

const KINDS = ["eks", "gke", "aks"] as const;
export const TENANT = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";

/** A fleet of clusters with one stack and the providers for each. */
export function fleet(app: App, size: number): Member[] {
  return Array.from({ length: size }, (_, index) => {
    const kind = KINDS[index % 3];
    const id = `${kind}-${String(index).padStart(3, "0")}`;
    const stack = new TerraformStack(app, id);
    const endpoint = `https://${id}.example`;
    const kubernetes = new KubernetesProvider(stack, "kubernetes", { host: endpoint });
    const projectNumber = String(index).padStart(12, "2");
    const base = { id, kind, stack, kubernetes, endpoint, projectNumber };
    if (kind === "eks") {
      const aws = new AwsProvider(stack, "aws", { region: "eu-west-1" });
      const issuer = `https://oidc.eks.eu-west-1.amazonaws.com/id/${String(index).padStart(32, "0")}`;
      return { ...base, aws, issuer, account: String(index).padStart(12, "1") };
    }
    if (kind === "gke") {
      const project = `acme-${id}`;
      const google = new GoogleProvider(stack, "google", { project });
      const issuer = `https://container.googleapis.com/v1/projects/${project}/locations/europe-west4/clusters/${id}`;
      return { ...base, google, issuer, account: project };
    }
    const account = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const azurerm = new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: account });
    const issuer = `https://westeurope.oic.prod-aks.azure.com/${TENANT}/${String(index).padStart(12, "0")}/`;
    return { ...base, azurerm, issuer, account };
  });
}
