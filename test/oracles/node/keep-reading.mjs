/** Pods that live long: at each line of input the clients of each cloud, made once, read again. Answers are lines of JSON. */
import { createInterface } from "node:readline";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DefaultAzureCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { Storage } from "@google-cloud/storage";
import { HttpsProxyAgent } from "https-proxy-agent";

const { HTTPS_PROXY } = process.env;
const s3 = new S3Client(HTTPS_PROXY ? { requestHandler: { httpsAgent: new HttpsProxyAgent(HTTPS_PROXY) } } : {});
const vault = new SecretClient("https://acme-vault.vault.azure.net", new DefaultAzureCredential());
const file = new Storage().bucket("acme-exports").file("lab-object");
const READ = {
  aws: async () =>
    (await s3.send(new GetObjectCommand({ Bucket: "acme-reports", Key: "lab-object" }))).Body.transformToString(),
  azure: async () => (await vault.getSecret("database")).value,
  google: async () => (await file.download())[0].toString(),
};

for await (const line of createInterface(process.stdin)) {
  const { op } = JSON.parse(line);
  const answer = await READ[op]().catch((error) => `refused: ${error.message}`);
  console.log(JSON.stringify({ answer }));
}
