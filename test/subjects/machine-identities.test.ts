import { App } from "cdktf";
import {
  AwsAccess,
  AwsOutboundIssuer,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  EntraTenant,
  EntraTokenVersion,
  ExternalSubject,
  GcpAccess,
  GcpResource,
  GcpTrust,
  GoogleIdentity,
} from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds, SUBSCRIPTION_ID, TENANT_ID } from "../support/clouds";
import { refusalCodes, synthesize } from "../support/synthesized";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acme`;
const ROLE = "arn:aws:iam::123456789012:role/DataProcessingRole";
const OUTBOUND = "https://abc123-def456-ghi789-jkl012.tokens.sts.global.api.aws";
const UNIQUE_ID = "103456789012345678901";
const OBJECT_ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

function world() {
  const all = new Clouds(new App());
  const { prod, data, core } = accountsOf(all);
  return {
    stack: all.stack,
    aws: AwsOutboundIssuer.fromAttributes(all.stack, "build", { issuer: OUTBOUND }).role(ROLE),
    google: GoogleIdentity.serviceAccount("build-vm", UNIQUE_ID),
    azure: EntraTenant.fromAttributes(all.stack, "acme", {
      tenantId: TENANT_ID,
      audience: "api://federation",
    }).managedIdentity("build-vm", OBJECT_ID),
    toAws: (from: ExternalSubject) =>
      new AwsTrust(all.stack, "trust", { from, to: prod, access: AwsAccess.readBucket("acme-reports") }),
    toGoogle: (from: ExternalSubject) =>
      new GcpTrust(all.stack, "trust", {
        from,
        to: data,
        access: GcpAccess.role("roles/storage.objectViewer", GcpResource.bucket("acme")),
      }),
    toAzure: (from: ExternalSubject) =>
      new AzureTrust(all.stack, "trust", { from, to: core, access: AzureAccess.readBlobs(SCOPE) }),
  };
}

describe("machine identities", () => {
  it("lets AWS know a Google service account by azp, sub and the token's own audience, without a registration", () => {
    const { stack, google, toAws } = world();

    toAws(google);

    // "Available keys for AWS OIDC federation", IAM User Guide: aud is azp where the token has one, and oaud its aud.
    expect(JSON.parse(String(synthesize(stack).only("aws_iam_role").assume_role_policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "accounts.google.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "accounts.google.com:aud": UNIQUE_ID,
              "accounts.google.com:oaud": "sts.amazonaws.com",
              "accounts.google.com:sub": UNIQUE_ID,
            },
          },
        },
      ],
    });
    expect(synthesize(stack).all("aws_iam_openid_connect_provider")).toEqual([]);
  });

  it("lets Azure know a Google service account by its unique id", () => {
    const { stack, google, toAzure } = world();

    toAzure(google);

    expect(synthesize(stack).only("azurerm_federated_identity_credential")).toMatchObject({
      issuer: "https://accounts.google.com",
      subject: UNIQUE_ID,
      audience: ["api://AzureADTokenExchange"],
    });
  });

  it("lets Google Cloud and Azure know an AWS role by its account's issuer", () => {
    const [google, azure] = [world(), world()];

    const { cloudPrincipal } = google.toGoogle(google.aws);
    azure.toAzure(azure.aws);

    expect(cloudPrincipal.endsWith(`/subject/${ROLE}`)).toBe(true);
    expect(synthesize(google.stack).only("google_iam_workload_identity_pool_provider")).toMatchObject({
      attribute_condition: `assertion.sub in ['${ROLE}']`,
      oidc: { issuer_uri: OUTBOUND },
    });
    expect(synthesize(azure.stack).only("azurerm_federated_identity_credential")).toMatchObject({
      issuer: OUTBOUND,
      subject: ROLE,
    });
  });

  it("gives every target of a managed identity the one audience that Entra writes", () => {
    const [aws, google] = [world(), world()];

    aws.toAws(aws.azure);
    google.toGoogle(google.azure);

    expect(synthesize(aws.stack).only("aws_iam_openid_connect_provider")).toMatchObject({
      url: `https://sts.windows.net/${TENANT_ID}/`,
      client_id_list: ["api://federation"],
    });
    expect(String(synthesize(aws.stack).only("aws_iam_role").assume_role_policy)).toContain(
      `"sts.windows.net/${TENANT_ID}/:aud":"api://federation","sts.windows.net/${TENANT_ID}/:sub":"${OBJECT_ID}"`,
    );
    expect(synthesize(google.stack).only("google_iam_workload_identity_pool_provider")).toMatchObject({
      oidc: { issuer_uri: `https://sts.windows.net/${TENANT_ID}/`, allowed_audiences: ["api://federation"] },
    });
  });

  it("knows the issuer of tokens of version 2.0", () => {
    const { stack } = world();
    const attributes = { tenantId: TENANT_ID, audience: OBJECT_ID, tokenVersion: EntraTokenVersion.V2 };

    const { issuer } = EntraTenant.fromAttributes(stack, "v2", attributes);

    expect(issuer).toBe(`https://login.microsoftonline.com/${TENANT_ID}/v2.0`);
  });

  it.each<[string, (all: ReturnType<typeof world>) => unknown]>([
    ["AWS's own role into AWS", ({ toAws, aws }) => toAws(aws)],
    ["Google's own account into Google Cloud", ({ toGoogle, google }) => toGoogle(google)],
    ["Entra's own identity into Azure", ({ toAzure, azure }) => toAzure(azure)],
  ])("refuses %s, and says how the cloud does it itself", (_what, make) => {
    const all = world();

    make(all);

    expect(refusalCodes(all.stack)).toContain("own-cloud-subject");
  });

  it.each<[string, (stack: Clouds["stack"]) => ExternalSubject, string]>([
    [
      "an e-mail for a unique id",
      () => GoogleIdentity.serviceAccount("vm", "vm@acme.iam.gserviceaccount.com"),
      "unique-id",
    ],
    ["a name with a space", () => GoogleIdentity.serviceAccount("build vm", UNIQUE_ID), "name"],
    [
      "a tenant's domain",
      (stack) =>
        EntraTenant.fromAttributes(stack, "e", { tenantId: "acme.com", audience: "x" }).managedIdentity(
          "vm",
          OBJECT_ID,
        ),
      "tenant-id",
    ],
    [
      "a URI as audience of version 2.0",
      (stack) =>
        EntraTenant.fromAttributes(stack, "e", {
          tenantId: TENANT_ID,
          audience: "api://federation",
          tokenVersion: EntraTokenVersion.V2,
        }).managedIdentity("vm", OBJECT_ID),
      "audience",
    ],
  ])("refuses %s", (_what, make, code) => {
    const { stack, toAws } = world();

    toAws(make(stack));

    expect(refusalCodes(stack)).toContain(code);
  });

  it.each<[string, string, string, string]>([
    ["an issuer of another kind", "https://oidc.acme.com", ROLE, "issuer"],
    ["a user's ARN", OUTBOUND, "arn:aws:iam::123456789012:user/bob", "role-arn"],
  ])("refuses %s", (_what, issuer, arn, code) => {
    const { stack, toAzure } = world();

    toAzure(AwsOutboundIssuer.fromAttributes(stack, "other", { issuer }).role(arn));

    expect(refusalCodes(stack)).toContain(code);
  });
});
