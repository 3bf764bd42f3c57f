/** What a pod does in Google Cloud: it lists one bucket, reads an object of it, writes to another, and tries the next bucket. */
import { Storage } from "@google-cloud/storage";

const refusal = (promise) =>
  promise.then(
    () => "accepted",
    (error) => String(error.code),
  );

const [bucket, neighbour, drop, prefix] = process.argv.slice(2);
const storage = new Storage();
const [files] = await storage.bucket(bucket).getFiles();
const names = files.map(({ name }) => name);
// In one request and, as the client does it unless told otherwise, in a session of several.
const write = (of, name, resumable) => storage.bucket(of).file(name).save("new", { resumable });
await write(drop, `${prefix}new`, false);
await write(drop, `${prefix}resumed`, true);
const [content] = await storage.bucket(bucket).file(names[0]).download();
console.log(
  JSON.stringify({
    names,
    content: content.toString(),
    neighbour: await refusal(storage.bucket(neighbour).getFiles()),
    write: await refusal(write(bucket, "new", false)),
    "resumable write": await refusal(write(bucket, "new", true)),
    "other prefix": await refusal(write(drop, "other/new", true)),
    bucket: await refusal(storage.bucket(bucket).getMetadata()),
  }),
);
