import { App, TerraformOutput } from "cdktf";
import {
  AwsAccess,
  AzureAccess,
  ClusterAccess,
  GcpAccess,
  GcpImpersonation,
  GithubActions,
  JobWiring,
  TrustMesh,
} from "../../../src";
import { accountsOf } from "../../support/accounts";
import { ACCOUNT_ID, Clouds, PROJECT_NUMBER, SUBSCRIPTION_ID, TENANT_ID } from "../../support/clouds";
import { refusalCodes, resolved } from "../../support/synthesized";

const SCOPE = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.Storage/storageAccounts/acme`;

function world() {
  const clouds = new Clouds(new App());
  const mesh = new TrustMesh(clouds.stack, "mesh");
  const deploy = GithubActions.repository("acme/app").environment("prod");
  return { ...clouds, clouds, ...accountsOf(clouds), mesh, deploy };
}

describe("JobWiring", () => {
  it("names the inputs of each vendor's action as the action does", () => {
    const { stack, mesh, prod, data, core, deploy } = world();
    mesh.allow(deploy, prod, AwsAccess.readBucket("acme"));
    mesh.allow(deploy, data, GcpAccess.readBucket("acme"));
    mesh.allow(deploy, core, AzureAccess.readBlobs(SCOPE));

    const wiring = JobWiring.for(deploy, mesh.trustsOf(deploy));

    const [aws, google, azure] = ["prod", "data", "core"].map(
      (account) => resolved(stack, wiring.inputsFor(account)) as Record<string, string>,
    );
    // action.yml of aws-actions/configure-aws-credentials, google-github-actions/auth and Azure/login.
    expect(Object.keys(aws).sort()).toEqual(["audience", "aws-region", "role-to-assume"]);
    expect(aws["role-to-assume"]).toMatch(new RegExp(`^arn:aws:iam::${ACCOUNT_ID}:role/`));
    expect(aws.audience).toBe("sts.amazonaws.com");
    expect(google).toEqual({
      workload_identity_provider: expect.stringMatching(
        new RegExp(`^projects/${PROJECT_NUMBER}/locations/global/workloadIdentityPools/[\\w-]+/providers/github$`),
      ) as string,
      project_id: "acme-data",
      audience: `https://iam.googleapis.com/${google.workload_identity_provider}`,
    });
    expect(azure).toMatchObject({
      "tenant-id": TENANT_ID,
      "subscription-id": SUBSCRIPTION_ID,
      audience: "api://AzureADTokenExchange",
    });
    expect(azure["client-id"]).toMatch(/client_id}$/);
    expect(refusalCodes(stack)).toEqual([]);
  });

  it("names the impersonated service account", () => {
    const { stack, mesh, data, deploy } = world();
    mesh.allow(deploy, data, GcpAccess.readBucket("acme"), {
      gcp: { impersonation: GcpImpersonation.existingServiceAccount("ci@acme-data.iam.gserviceaccount.com") },
    });

    const inputs = JobWiring.for(deploy, mesh.trustsOf(deploy)).inputsFor("data");

    expect(resolved(stack, inputs)).toMatchObject({ service_account: "ci@acme-data.iam.gserviceaccount.com" });
  });

  it("leaves clusters to the kubeconfig, and refuses a job without an account", () => {
    const { clouds, mesh, deploy } = world();
    mesh.allow(deploy, clouds.eks("west"), ClusterAccess.view());

    expect(() => JobWiring.for(deploy, mesh.trustsOf(deploy))).toThrow(/none of the trusts is into an account/);
  });

  it("refuses another job's trust, and an account that there is no trust into", () => {
    const { stack, mesh, prod, deploy } = world();
    mesh.allow(GithubActions.repository("acme/other").environment("prod"), prod, AwsAccess.readBucket("acme"));

    const wiring = JobWiring.for(deploy, mesh.trusts);
    new TerraformOutput(stack, "deploy", { value: wiring.toString() });

    expect(refusalCodes(stack)).toEqual(["trusts"]);
    expect(() => wiring.inputsFor("data")).toThrow(/no trust into "data"/);
  });
});
