import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  Cluster,
  GcpAccess,
  GcpTrust,
  PodWiring,
  SdkConfigMap,
} from "../../../src";
import { SUBSCRIPTION_ID } from "../../support/clouds";
import { SERVERS, ThreeClusters } from "./meshes";

const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core`;
export const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme-vault`;
export const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts/acmereports`;
export const KEY_ARN = "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The nine cells: a service account of each cluster uses services of an account of each cloud. */
export function buildNineCells(app: App): TerraformStack {
  const { stack, west, euro, corp } = new ThreeClusters(app, "cells");
  for (const cluster of [west, euro, corp] as Cluster[]) {
    const { id } = cluster.node;
    const loader = cluster.serviceAccount("etl", "loader");
    const aws = new AwsTrust(stack, `${id}-aws`, {
      from: loader,
      to: west.account,
      access: AwsAccess.readBucket("acme-reports"),
    });
    aws.grant(AwsAccess.readSecret("database", { region: "us-west-2" }));
    aws.grant(AwsAccess.useKey(KEY_ARN));
    const google = new GcpTrust(stack, `${id}-google`, {
      from: loader,
      to: euro.account,
      access: GcpAccess.readBucket("acme-exports"),
    });
    google.grant(GcpAccess.readSecret("database-password"));
    google.grant(GcpAccess.writeBucket("acme-drop", `${id}/`));
    const azure = new AzureTrust(stack, `${id}-azure`, {
      from: loader,
      to: corp.account,
      place: corp.identityPlace,
      access: AzureAccess.readBlobs(STORAGE),
    });
    azure.grant(AzureAccess.readSecrets(VAULT));
    const trusts = [aws, google, azure];
    const kubernetesProvider = stack.node.findChild(`kubernetes-${id as keyof typeof SERVERS}`) as KubernetesProvider;
    const sdkFiles = new SdkConfigMap(stack, `${id}-sdk`, { namespace: "etl", trusts, kubernetesProvider });
    const wiring = PodWiring.for(loader, trusts, { sdkFiles });
    const { volumes, volumeMounts, environment, annotations } = wiring;
    const container = [{ name: "loader", image: "loader:1", volumeMount: volumeMounts, env: environment }];
    const labels = { app: "loader" };
    new DeploymentV1(stack, `${id}-loader`, {
      provider: kubernetesProvider,
      metadata: { name: "loader", namespace: "etl" },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations },
          spec: { serviceAccountName: loader.name, volume: volumes, container },
        },
      },
    });
    new TerraformOutput(stack, `${id}-services`, { value: wiring.toDeclaration() });
  }
  return stack;
}
