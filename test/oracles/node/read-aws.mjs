/** What a pod does in AWS: it lists one bucket, reads an object of it and a secret, and tries the next bucket. */
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { HttpsProxyAgent } from "https-proxy-agent";

// AWS's SDK takes a proxy from its agent alone. AWS SDK for JavaScript Developer Guide: "Configure proxies".
const { HTTPS_PROXY } = process.env;
const config = HTTPS_PROXY ? { requestHandler: { httpsAgent: new HttpsProxyAgent(HTTPS_PROXY) } } : {};
const refusal = (promise) =>
  promise.then(
    () => "accepted",
    (error) => error.name,
  );

const [bucket, neighbour] = process.argv.slice(2);
const s3 = new S3Client(config);
const secrets = new SecretsManagerClient(config);
const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
const names = Contents.map(({ Key }) => Key);
const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: names[0] }));
console.log(
  JSON.stringify({
    names,
    content: await object.Body.transformToString(),
    secret: (await secrets.send(new GetSecretValueCommand({ SecretId: "database" }))).SecretString,
    neighbour: await refusal(s3.send(new ListObjectsV2Command({ Bucket: neighbour }))),
    write: await refusal(s3.send(new PutObjectCommand({ Bucket: bucket, Key: "new", Body: "new" }))),
    buckets: await refusal(s3.send(new ListBucketsCommand({}))),
    "other secret": await refusal(secrets.send(new GetSecretValueCommand({ SecretId: "root" }))),
  }),
);
