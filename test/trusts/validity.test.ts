import {
  AksTrust,
  AwsAccess,
  AwsTrust,
  AzureAccess,
  AzureTrust,
  ClusterAccess,
  EksTrust,
  GcpAccess,
  GcpImpersonation,
  GcpTrust,
  GkeTrust,
} from "../../src";
import { accountsOf } from "../support/accounts";
import { Clouds, SUBSCRIPTION_ID } from "../support/clouds";
import { refusals, synthesize } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const times = { validFrom: "2027-01-01T00:00:00Z", validUntil: "2027-01-31T18:00:00Z" };
const CEL = `request.time >= timestamp("${times.validFrom}") && request.time < timestamp("${times.validUntil}")`;

function given() {
  const clouds = new Clouds();
  return { clouds, stack: clouds.stack, from: clouds.oidc("onprem").serviceAccount("ci", "runner") };
}

interface Policy {
  Statement: { Condition: Record<string, Record<string, string>> }[];
}

describe("a trust's time", () => {
  it.each(["EKS", "AWS"])("is a condition of the role's trust policy: %s", (target) => {
    const { clouds, stack, from } = given();
    const { prod } = accountsOf(clouds);

    if (target === "EKS") new EksTrust(stack, "trust", { from, to: clouds.eks("west"), access, ...times });
    else new AwsTrust(stack, "trust", { from, to: prod, access: AwsAccess.listBuckets(), ...times });

    expect(refusals(stack)).toEqual([]);
    const { Statement } = JSON.parse(synthesize(stack).only("aws_iam_role").assume_role_policy as string) as Policy;
    expect(Statement).toHaveLength(1);
    expect(Statement[0].Condition).toMatchObject({
      DateGreaterThanEquals: { "aws:CurrentTime": times.validFrom },
      DateLessThan: { "aws:CurrentTime": times.validUntil },
    });
  });

  it("is a condition of each member of a Google Cloud project, with an access's own time", () => {
    const { clouds, stack, from } = given();
    const reads = GcpAccess.readBucket("acme-exports").until("2027-01-10T00:00:00Z");

    new GcpTrust(stack, "trust", { from, to: accountsOf(clouds).data, access: reads, ...times });

    const member = synthesize(stack).only("google_storage_bucket_iam_member") as { condition: { expression: string } };
    expect(member.condition.expression).toBe(CEL.replace("2027-01-31T18:00:00Z", "2027-01-10T00:00:00Z"));
    expect(refusals(stack)).toEqual([]);
  });

  it("is a condition of the impersonation in GKE", () => {
    const { clouds, stack, from } = given();
    const impersonation = GcpImpersonation.newServiceAccount("runner-onprem");

    new GkeTrust(stack, "trust", { from, to: clouds.gke("euro"), access, impersonation, ...times });

    const out = synthesize(stack);
    const conditionOf = (type: string) => (out.only(type) as { condition: { expression: string } }).condition;
    expect(conditionOf("google_service_account_iam_member").expression).toBe(CEL);
    expect(conditionOf("google_project_iam_member").expression).toBe(CEL);
    expect(refusals(stack)).toEqual([]);
  });

  it("is refused where the cloud has no place for it", () => {
    const { clouds, stack, from } = given();
    const scope = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/core/providers/Microsoft.KeyVault/vaults/acme`;
    const { validUntil } = times;
    new GkeTrust(stack, "gke", { from, to: clouds.gke("euro"), access, validUntil });
    new AksTrust(stack, "aks", { from, to: clouds.aks("corp"), access, validUntil });
    new AzureTrust(stack, "azure", {
      from,
      to: accountsOf(clouds).core,
      access: AzureAccess.readSecrets(scope),
      validUntil,
    });

    const azure =
      "has no place in Azure: federated credentials and role assignments have no end. Leave it out and suspend the trust at that time, or assign the role by Privileged Identity Management.";
    expect(refusals(stack).sort()).toEqual([
      `[stack/aks] validUntil: ${azure}`,
      `[stack/azure] validUntil: ${azure}`,
      "[stack/gke] validUntil: has no place without impersonation: conditions of a pool's provider know the token alone, and bindings of Kubernetes have no end. Set impersonation, whose grant takes a time; or leave it out and suspend the trust at that time.",
    ]);
  });

  it.each([
    [{ validUntil: "tomorrow" }, 'validUntil: "tomorrow" is not a UTC instant'],
    [{ validFrom: times.validUntil, validUntil: times.validFrom }, "so the access never holds"],
  ])("is refused when it is none: %j", (wrong, message) => {
    const { clouds, stack, from } = given();

    new EksTrust(stack, "trust", { from, to: clouds.eks("west"), access, ...wrong });

    expect(refusals(stack).join("\n")).toContain(message);
  });
});
