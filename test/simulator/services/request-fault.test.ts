import { requestFault as ofAws } from "../../../src/simulator/aws/request-fault";
import { planeOf } from "../../../src/simulator/azure/planes";
import { requestFault as ofAzure } from "../../../src/simulator/azure/request-fault";
import { permits } from "../../../src/simulator/azure/service-roles";
import { requestFault as ofGoogle } from "../../../src/simulator/google/request-fault";

describe("a request that no policy of AWS can match", () => {
  it.each([
    ["s3:GetObjct", "*", '"s3:GetObjct" is no action of AWS (did you mean "s3:GetObject"?)'],
    ["dynamdb:GetItem", "*", '"dynamdb" is no prefix of a service of AWS (did you mean "dynamodb"?)'],
    ["s3:*", "*", '"s3:*" is no action of AWS, SERVICE:ACTION'],
    ["GetObject", "*", '"GetObject" is no action of AWS'],
    ["s3:GetObject", "acme-reports", 'the resource "acme-reports" is no ARN'],
    ["s3:GetObject", "arn:aws:s3::acme/key", "is no ARN"],
  ])("tells of %s on %s", (action, resource, words) => expect(ofAws({ action, resource })).toContain(words));

  // Service Authorization Reference; "IAM JSON policy elements: Action": the case makes no difference.
  it.each([
    ["s3:GetObject", "arn:aws:s3:::acme/key"],
    ["S3:getobject", "arn:aws-cn:s3:::acme/key"],
    ["secretsmanager:BatchGetSecretValue", "*"],
    ["kms:ReEncryptFrom", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["bedrock:InvokeModel", "*"],
    ["eks-auth:AssumeRoleForPodIdentity", "*"],
  ])("finds nothing in %s", (action, resource) => expect(ofAws({ action, resource })).toBeUndefined());
});

describe("a request that no role of Google Cloud can permit", () => {
  it.each([
    ["storage.objects.gett", "*", 'did you mean "storage.objects.get"?'],
    ["storage.object.get", "*", 'did you mean "storage.objects.get"?'],
    ["storage.get", "*", '"storage.get" is no permission of Google Cloud'],
    ["storage.objects.*", "*", "is no permission of Google Cloud"],
    ["storage.objects.get", "acme", 'the resource "acme" is no full name'],
  ])("tells of %s on %s", (action, resource, words) => expect(ofGoogle({ action, resource }, [])).toContain(words));

  it.each(["storage.objects.get", "compute.instances.osLogin", "storage.buckets.getIpFilter"])(
    "finds nothing in %s",
    (action) => expect(ofGoogle({ action, resource: "//storage.googleapis.com/x" }, [])).toBeUndefined(),
  );

  it("knows the permissions of custom roles", () => {
    const request = { action: "storage.objects.gets", resource: "*" };
    expect(ofGoogle(request, ["storage.objects.gets"])).toBeUndefined();
  });
});

describe("a request that no role of Azure can permit", () => {
  const VAULT = "Microsoft.KeyVault/vaults";

  it.each([
    [`${VAULT}/secrets/getSecrt/action`, "*", `did you mean "${VAULT}/secrets/getSecret/action"?`],
    // "Azure permissions for Security", "Azure permissions for Storage": none of these is listed.
    [`${VAULT}/secrets/get/action`, "*", `${VAULT}/secrets has read, write, delete, getSecret/action,`],
    [`${VAULT}/secrets/list/action`, "*", "is no operation of Azure"],
    [`${VAULT}/keys/unwrapKey/action`, "*", `${VAULT}/keys has `],
    [`${VAULT}/certificates/get/action`, "*", `${VAULT}/certificates has read, `],
    [
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/get/action",
      "*",
      "blobs has read, write, delete",
    ],
    ["Microsoft.Storage/storageAccounts/queueServices/queues/messages/receive/action", "*", "messages has read, write"],
    [`${VAULT}/secrets/getSecret`, "*", "ends with /read, /write, /delete or /action"],
    [`${VAULT}/secrets/*`, "*", "is no operation of Azure"],
    [`${VAULT}/secrets/getSecret/action`, "acme-vault", "is no resource id"],
  ])("tells of %s on %s", (action, resource, words) => expect(ofAzure({ action, resource })).toContain(words));

  // Azure documentation: permissions of Security, Storage and Compute.
  it.each([
    `${VAULT}/secrets/getSecret/action`,
    `${VAULT}/secrets/purge/action`,
    `${VAULT}/keys/rotate/action`,
    `${VAULT}/keys/versions/read`,
    "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/write",
    "microsoft.keyvault/vaults/SECRETS/getsecret/ACTION",
    "Microsoft.Storage/storageAccounts/listKeys/action",
    "Microsoft.Compute/virtualMachines/runCommand/action",
  ])("finds nothing in %s", (action) => {
    expect(ofAzure({ action, resource: "/subscriptions/1" })).toBeUndefined();
  });

  it("knows the operations of custom roles, which may be newer", () => {
    const request = { action: `${VAULT}/keys/attest/action`, resource: "*" };
    expect(ofAzure(request)).toContain("is no operation of Azure");
    expect(ofAzure(request, [request.action])).toBeUndefined();
  });

  // Azure documentation: Contributor has "*" in actions and no data action.
  it("takes operations on resources for actions, and those on data for data actions", () => {
    const contributor = [{ actions: ["*"], notActions: [], dataActions: [], notDataActions: [] }];
    expect(permits(contributor, "Microsoft.Storage/storageAccounts/listKeys/action")).toBe(true);
    expect(permits(contributor, `${VAULT}/write`)).toBe(true);
    expect(permits(contributor, `${VAULT}/secrets/getSecret/action`)).toBe(false);
    expect(permits(contributor, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read")).toBe(false);
    expect(permits(contributor, "Microsoft.Storage/storageAccounts/tableServices/tables/entities/read")).toBe(false);
    expect(permits(contributor, "Microsoft.AppConfiguration/configurationStores/keyValues/read")).toBeUndefined();
  });

  it("ignores the case of operations", () => {
    expect(planeOf("microsoft.storage/storageaccounts/blobservices/containers/read")).toBe("control");
    expect(planeOf("MICROSOFT.KEYVAULT/vaults/secrets/getSecret/action")).toBe("data");
  });
});
