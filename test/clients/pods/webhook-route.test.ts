import {
  AwsAccess,
  AwsFederatedRole,
  AwsTrust,
  AzureAccess,
  AzureCloud,
  AzureSubscription,
  AzureTrust,
  ClusterAccess,
  EksTrust,
  GcpAccess,
  GcpTrust,
  ServiceAccount,
  SourceServiceAccount,
  SourceServiceAccountProps,
} from "../../../src";
import { accountsOf } from "../../support/accounts";
import { ACCOUNT_ID, Clouds, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";
import { refusalCodes, refusals, resolved } from "../../support/synthesized";

const VAULT = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;

class Fixture extends Clouds {
  public readonly accounts = accountsOf(this);
  public readonly loader: ServiceAccount = this.gke("euro").serviceAccount("etl", "loader");

  public aws(id: string, from = this.loader, options: { role?: AwsFederatedRole; audience?: string } = {}): AwsTrust {
    return new AwsTrust(this.stack, id, {
      from,
      to: this.accounts.prod,
      access: AwsAccess.readBucket(`acme-${id}`),
      ...options,
    });
  }
  public azure(id: string): AzureTrust {
    return new AzureTrust(this.stack, id, {
      from: this.loader,
      to: this.accounts.core,
      access: AzureAccess.readSecrets(VAULT),
    });
  }
  /** An Azure subscription of the US government. */
  public government(id: string, from = this.loader): AzureTrust {
    const to = AzureSubscription.fromProvider(this.stack, `${id}-core`, this.providers.azurerm, {
      ...{ subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID, resourceGroupName: "rg", location: "usgovvirginia" },
      cloud: AzureCloud.US_GOVERNMENT,
    });
    return new AzureTrust(this.stack, id, { from, to, access: AzureAccess.readSecrets(VAULT) });
  }
  public account(props: Omit<SourceServiceAccountProps, "serviceAccount">): SourceServiceAccount {
    return new SourceServiceAccount(this.stack, "account", { serviceAccount: this.loader, ...props });
  }
  public annotations(account: SourceServiceAccount): Record<string, string> | undefined {
    const manifest = resolved(this.stack, account.toManifest()) as {
      metadata: { annotations: Record<string, string> };
    };
    return manifest.metadata.annotations;
  }
  /** What the lab is told of each trust: the account, and whether a webhook wires the pods. */
  public declared(account: SourceServiceAccount): [string, boolean | undefined][] {
    const text = this.annotations(account)?.["cdktf-trust-mesh/services"] ?? "[]";
    const list = JSON.parse(text.replace(/\$\{[^}]*\}/g, "null")) as {
      account: { cloud: string };
      byWebhook?: boolean;
    }[];
    return list.map(({ account: { cloud }, byWebhook }) => [cloud, byWebhook]);
  }
}

describe("a service account whose pods use webhooks", () => {
  it("has the annotations that Amazon's and Azure's webhooks read", () => {
    const clouds = new Fixture();
    const account = clouds.account({
      trusts: [clouds.aws("reports"), clouds.azure("vault")],
      webhooks: { tokenExpirationSeconds: 7200 },
    });

    expect(clouds.annotations(account)).toEqual({
      "eks.amazonaws.com/role-arn": expect.stringMatching(`^arn:aws:iam::${ACCOUNT_ID}:role/`) as unknown,
      "eks.amazonaws.com/sts-regional-endpoints": "true",
      "eks.amazonaws.com/token-expiration": "7200",
      "azure.workload.identity/client-id": expect.stringContaining("azurerm_user_assigned_identity") as unknown,
      "azure.workload.identity/tenant-id": TENANT_ID,
      "azure.workload.identity/service-account-token-expiration": "7200",
      "cdktf-trust-mesh/services": expect.any(String) as unknown,
    });
    expect(clouds.declared(account)).toEqual([
      ["aws", true],
      ["azure", true],
    ]);
    expect(account.podLabels).toEqual({ "azure.workload.identity/use": "true" });
    expect(refusals(clouds.stack)).toEqual([]);
  });

  it("tells another audience than the usual one", () => {
    const clouds = new Fixture();
    const account = clouds.account({ trusts: [clouds.aws("reports", clouds.loader, { audience: "acme" })] });

    expect(clouds.annotations(account)?.["eks.amazonaws.com/audience"]).toBe("acme");
    expect(account.podLabels).toEqual({});
  });

  it("needs no annotation for GKE's own pool", () => {
    const clouds = new Fixture();
    const trust = new GcpTrust(clouds.stack, "exports", {
      from: clouds.loader,
      to: clouds.accounts.data,
      access: GcpAccess.readBucket("acme-exports"),
      builtInPool: true,
    });

    const account = clouds.account({ trusts: [trust] });
    expect(Object.keys(clouds.annotations(account) ?? {})).toEqual(["cdktf-trust-mesh/services"]);
    expect(clouds.declared(account)).toEqual([["google", undefined]]);
    expect(refusals(clouds.stack)).toEqual([]);
  });
});

describe("refused", () => {
  const codes = (build: (clouds: Fixture) => Omit<SourceServiceAccountProps, "serviceAccount">) => {
    const clouds = new Fixture();
    clouds.account(build(clouds));
    return refusalCodes(clouds.stack);
  };

  it("are several roles, of which the webhook gives a pod one", () => {
    expect(
      codes((clouds) => {
        const { loader } = clouds;
        const props = { account: clouds.accounts.prod, subjects: [loader], roleName: "own" };
        const role = new AwsFederatedRole(clouds.stack, "own", props);
        return { trusts: [clouds.aws("a"), clouds.aws("b", loader, { role })] };
      }),
    ).toEqual(["webhook-several"]);
  });

  it("is a trust of another service account", () => {
    expect(codes((clouds) => ({ trusts: [clouds.aws("a", clouds.eks("west").serviceAccount("x", "y"))] }))).toEqual([
      "webhook-subject",
    ]);
  });

  it("is a federated trust into Google Cloud, which has no webhook elsewhere", () => {
    expect(
      codes((clouds) => {
        const access = GcpAccess.readBucket("acme-exports");
        const trust = new GcpTrust(clouds.stack, "x", { from: clouds.loader, to: clouds.accounts.data, access });
        return { trusts: [trust] };
      }),
    ).toEqual(["webhook-google"]);
  });

  it("is an Azure cloud whose audience the webhook does not project, but in AKS", () => {
    expect(codes((clouds) => ({ trusts: [clouds.government("vault")] }))).toEqual(["webhook-audience"]);

    const clouds = new Fixture();
    const own = clouds.aks("corp").serviceAccount("etl", "loader");
    const trusts = [clouds.government("vault", own)];
    new SourceServiceAccount(clouds.stack, "account", { serviceAccount: own, trusts });
    expect(refusalCodes(clouds.stack)).toEqual([]);
  });

  it("is a trust into a cluster, which the exec plugin uses", () => {
    expect(
      codes((clouds) => {
        const access = ClusterAccess.view("x");
        return { trusts: [new EksTrust(clouds.stack, "x", { from: clouds.loader, to: clouds.eks("west"), access })] };
      }),
    ).toEqual(["webhook-plugin"]);
  });

  it("is what trusts tell already, as an option and as an annotation", () => {
    expect(codes((clouds) => ({ trusts: [clouds.azure("v")], webhooks: { azureTenantId: TENANT_ID } }))).toEqual([
      "webhook-twice",
    ]);
    expect(
      codes((clouds) => ({ trusts: [clouds.aws("a")], annotations: { "eks.amazonaws.com/role-arn": "x" } })),
    ).toEqual(["webhook-twice"]);
  });

  it.each([
    [{ labels: { "a b": "c" } }, "qualified-name"],
    [{ labels: { a: "-" } }, "label-value"],
    [{ annotations: { "x/y/z": "1" } }, "qualified-name"],
    [{ annotations: { a: "x".repeat(300_000) } }, "annotations-too-long"],
  ])("is what Kubernetes refuses of labels and annotations: %#", (props, code) => {
    expect(codes(() => props)).toEqual([code]);
  });
});
