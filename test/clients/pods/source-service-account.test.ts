import { TerraformStack, Testing } from "cdktf";
import { SourceServiceAccount, WebhookAnnotations } from "../../../src";
import { refusalsIn } from "../../support/clients";
import { eksCluster } from "../../support/clusters";
import { describeWithStandIns, TerraformFolder } from "../../support/terraform";

const CLIENT_ID = "9c1f0d52-1b2a-4c3d-8e4f-5a6b7c8d9e0f";
const TENANT_ID = "7d3a1c52-9f0b-4c1e-8a55-0c6c1d2e3f40";

function account(webhooks?: WebhookAnnotations) {
  const stack = new TerraformStack(Testing.app(), "stack");
  const serviceAccount = eksCluster(stack, "west").serviceAccount("argocd", "controller");
  return { stack, made: new SourceServiceAccount(stack, "account", { serviceAccount, webhooks }) };
}

describe("a service account's manifest", () => {
  it("has no annotation unless asked, and mounts no default token", () => {
    expect(account().made.toManifest()).toEqual({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "controller", namespace: "argocd" },
      automountServiceAccountToken: false,
    });
  });

  it("has what the webhooks of EKS, GKE and Azure read", () => {
    const { made } = account({
      eksRoleArn: "arn:aws:iam::111122223333:role/argocd",
      gkeServiceAccountEmail: "argocd@acme.iam.gserviceaccount.com",
      azureClientId: CLIENT_ID,
      azureTenantId: TENANT_ID,
      tokenExpirationSeconds: 7200,
    });

    expect(made.toManifest()).toMatchObject({
      metadata: {
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/argocd",
          "eks.amazonaws.com/token-expiration": "7200",
          "iam.gke.io/gcp-service-account": "argocd@acme.iam.gserviceaccount.com",
          "azure.workload.identity/client-id": CLIENT_ID,
          "azure.workload.identity/tenant-id": TENANT_ID,
          "azure.workload.identity/service-account-token-expiration": "7200",
        },
      },
    });
    expect(made.podLabels).toEqual({ "azure.workload.identity/use": "true" });
  });

  it("asks for no label of the pods without Azure's webhook", () => {
    expect(account({ eksRoleArn: "arn:aws:iam::111122223333:role/argocd" }).made.podLabels).toEqual({});
  });
});

describe("what a service account refuses", () => {
  it.each<[WebhookAnnotations, string]>([
    [{ eksRoleArn: "argocd" }, 'eksRoleArn: "argocd" is not a role\'s ARN'],
    [
      { gkeServiceAccountEmail: "argocd" },
      'gkeServiceAccountEmail: "argocd" is not a Google service account\'s e-mail',
    ],
    [{ azureClientId: "argocd" }, 'azureClientId: "argocd" is not a UUID'],
    [{ azureTenantId: TENANT_ID }, "azureTenantId: means nothing without azureClientId"],
    [
      { azureClientId: CLIENT_ID, tokenExpirationSeconds: 3599 },
      "tokenExpirationSeconds: 3599 is out of range. Give 3600 to 86400 seconds.",
    ],
    [{ tokenExpirationSeconds: 599 }, "tokenExpirationSeconds: 599 is out of range. Give 600 to 86400 seconds."],
    [{ tokenExpirationSeconds: 86_401 }, "tokenExpirationSeconds: 86401 is out of range"],
  ])("the webhook options %j", (webhooks, message) => {
    expect(refusalsIn(account(webhooks).stack)).toContain(`[stack/account] ${message}`);
  });

  it("a whole namespace", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const serviceAccount = eksCluster(stack, "west").everyServiceAccountIn("argocd");

    new SourceServiceAccount(stack, "account", { serviceAccount });

    expect(refusalsIn(stack)).toContain("serviceAccount: stands for a whole namespace. Give a single service account.");
  });
});

describeWithStandIns("a service account in the real Terraform engine", () => {
  it("is made in the source cluster", () => {
    const folder = new TerraformFolder();
    try {
      // GIVEN
      folder.synth((app) => {
        const stack = new TerraformStack(app, "stack");
        const west = eksCluster(stack, "west");
        const serviceAccount = west.serviceAccount("argocd", "controller");
        const { kubernetesProvider } = west;
        new SourceServiceAccount(stack, "account", {
          serviceAccount,
          kubernetesProvider,
          automountServiceAccountToken: true,
          labels: { app: "argocd" },
        });
      });
      folder.init("stack");

      // WHEN
      folder.apply("stack");

      // THEN
      const [{ type, values }] = folder.resources("stack");
      expect(type).toBe("kubernetes_service_account_v1");
      expect(values).toMatchObject({
        automount_service_account_token: true,
        metadata: [{ name: "controller", namespace: "argocd", labels: { app: "argocd" } }],
      });
    } finally {
      folder.remove();
    }
  });
});
