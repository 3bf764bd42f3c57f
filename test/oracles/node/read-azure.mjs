/** What a pod does in Azure: it lists the containers of one account, reads a blob and a secret, and tries the next account and vault. */
import { DefaultAzureCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { BlobServiceClient } from "@azure/storage-blob";

const refusal = (promise) =>
  promise.then(
    () => "accepted",
    (error) => `${error.statusCode} ${error.code}`,
  );
const all = async (listed) => {
  const names = [];
  for await (const { name } of listed) names.push(name);
  return names;
};

const [account, vault, blobDomain = "blob.core.windows.net", vaultDomain = "vault.azure.net"] = process.argv.slice(2);
const credential = new DefaultAzureCredential();
const blobs = (name) => new BlobServiceClient(`https://${name}.${blobDomain}`, credential);
const secrets = (name) => new SecretClient(`https://${name}.${vaultDomain}`, credential);
const own = blobs(account);
const container = own.getContainerClient((await all(own.listContainers()))[0]);
const names = await all(container.listBlobsFlat());
console.log(
  JSON.stringify({
    names,
    content: (await container.getBlobClient(names[0]).downloadToBuffer()).toString(),
    secret: (await secrets(vault).getSecret("database")).value,
    neighbour: await refusal(all(blobs(`${account}2`).listContainers())),
    write: await refusal(container.getBlockBlobClient("new").upload("new", 3)),
    "other vault": await refusal(secrets(`${vault}-2`).getSecret("database")),
  }),
);
