import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { canI } from "../support/can-i";
import { eks } from "../verdicts/support/aws";
import { stack } from "../verdicts/support/aws-services";

/** What `can-i --requests` takes and prints, by the published schemas and a validator that others wrote. */
const ajv = new Ajv({ allErrors: true });
const schema = (name: string) =>
  ajv.compile(JSON.parse(readFileSync(join(__dirname, `../../docs/schemas/${name}.schema.json`), "utf8")) as object);
const [isRequest, isVerdict] = [schema("can-i-request"), schema("can-i")];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-requests-"));
  for (const [name, made] of Object.entries({ cluster: eks({}), service: stack({}) })) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "cdk.tf.json"), JSON.stringify(made));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Line {
  readonly id?: unknown;
  readonly allowed?: boolean;
  readonly error?: { readonly code: string; readonly line: number; readonly message: string };
}

async function answers(content: string | Buffer, world = "cluster"): Promise<{ code: number; lines: readonly Line[] }> {
  const file = join(folder, "requests.jsonl");
  writeFileSync(file, content);
  const { code, lines } = await canI(join(folder, world), "--requests", file);
  for (const line of lines) expect([line, isVerdict(line) ? [] : isVerdict.errors]).toEqual([line, []]);
  return { code, lines };
}

const FROM = { from: "corp:deploy/deployer" };
const GET = { to: "west", verb: "get", resource: "pods", namespace: "payments" };
const READ = { ...FROM, action: "s3:GetObject", resource: "arn:aws:s3:::acme-reports/2027/a.csv" };
const ARN = "arn:aws:iam::111122223333:role/deployer";
const GOOD = JSON.stringify({ ...FROM, ...GET });

/** Requests that are answered, by the schema and by the command. */
const TAKEN: Readonly<Record<string, [object, string?]>> = {
  "a request in a cluster": [{ ...FROM, ...GET }],
  "all of its fields": [
    {
      ...{ version: 1, id: { a: [1] }, ...FROM, claims: { exp: null }, signature: "good" },
      ...{ header: { alg: "RS256", kid: "k" }, by: "corp:deploy/deployer", name: "one", ...GET },
    },
  ],
  "a path": [{ ...FROM, to: "west", verb: "get", resource: "/healthz" }],
  "a subresource": [{ ...FROM, ...GET, resource: "pods/exec" }],
  "claims alone": [{ claims: { iss: "https://issuer.example/tenants/Acme", sub: "x" }, ...GET }],
  "a token without a subject": [{ ...FROM, ...GET, claims: { sub: null } }],
  "a subject that is a number": [{ ...FROM, ...GET, claims: { sub: 5 } }],
  "a subject that is a list": [{ ...FROM, ...GET, claims: { sub: ["system:serviceaccount:deploy:deployer"] } }],
  "an issuer that is a list": [{ ...FROM, ...GET, claims: { iss: ["https://issuer.example/tenants/Acme"] } }],
  "a time beyond all dates": [{ ...FROM, ...GET, claims: { nbf: 1e300 } }],
  "an audience that is a number": [{ ...FROM, ...GET, claims: { aud: 5 } }],
  "claims with the names of JavaScript's own": [{ ...FROM, ...GET, claims: { constructor: 1, toString: {} } }],
  "an exchange": [{ ...FROM, exchange: { cloud: "aws", roleArn: ARN, sessionName: "s" } }],
  "an exchange at Google": [{ ...FROM, exchange: { cloud: "google", audience: "x" } }],
  "an exchange at Entra": [{ ...FROM, exchange: { cloud: "azure", tenantId: "x", clientId: "y" } }],
  "a service": [READ, "service"],
  "a service's keys": [{ ...READ, keys: { "s3:prefix": ["a", 1, true], "s3:max-keys": 10 } }, "service"],
};
it.each(Object.entries(TAKEN))("takes %s", async (_what, [request, world]) => {
  expect([isRequest(request), isRequest.errors]).toEqual([true, null]);
  const { code, lines } = await answers(JSON.stringify(request), world);
  expect([code, lines]).toEqual([0, [expect.objectContaining({ allowed: expect.any(Boolean) as boolean })]]);
});

/** Requests whose form the schema refuses, and what the command says of them: the field, the reason, the way out. */
const REFUSED: Readonly<Record<string, [unknown, string, string?]>> = {
  "a list": [[], "a request is not a JSON object. Give one object a line"],
  "a text": ["x", "a request is not a JSON object. Give one object a line"],
  "no caller": [GET, "from is missing. Give CLUSTER:NAMESPACE/NAME, or claims with iss and sub"],
  "a subject of no text without a caller": [
    { claims: { iss: "i", sub: 5 }, ...GET },
    "from is missing. Give CLUSTER:NAMESPACE/NAME, or claims with iss and sub",
  ],
  "no verb": [{ ...FROM, to: "west", resource: "pods" }, "verb is missing or no text. Give it"],
  "a verb in a list": [{ ...FROM, ...GET, verb: ["get"] }, "verb is missing or no text. Give it"],
  "another version": [{ version: "1", ...FROM, ...GET }, 'version is "1". Give 1, or leave it out'],
  "a caller with more parts": [
    { from: "corp:a/b/c", ...GET },
    `from is "corp:a/b/c", and "b/c" is no service account's name. Correct it`,
  ],
  "a caller in no namespace": [
    { from: "corp:Deploy/deployer", ...GET },
    `from is "corp:Deploy/deployer", and "Deploy" is no namespace's name. Correct it`,
  ],
  "a field that is none": [
    { ...FROM, ...GET, group: "apps" },
    '"group" is no field of such a request. Its fields are version, id, from, claims, signature, header, to, by, verb, resource, namespace, name',
  ],
  "a verb and an action": [
    { ...READ, verb: "get" },
    '"verb" is no field of such a request. Its fields are version, id, from, claims, signature, header, to, action, resource, keys',
  ],
  "a field of another cloud": [
    { ...FROM, exchange: { cloud: "aws", roleArn: ARN, audience: "x" } },
    '"exchange.audience" is no field of such a request. Its fields are cloud, roleArn, sessionName',
  ],
  "a session name of no text": [
    { ...FROM, exchange: { cloud: "aws", roleArn: ARN, sessionName: 4 } },
    "exchange.sessionName is no text. Correct it, or leave it out",
  ],
  "a cloud in a list": [
    { ...FROM, exchange: { cloud: ["aws"], roleArn: ARN } },
    "exchange has no cloud. Give { cloud } with one of aws, google, azure",
  ],
  "no exchange": [{ ...FROM, exchange: null }, "exchange has no cloud. Give { cloud } with one of aws, google, azure"],
  "no claims": [{ ...FROM, ...GET, claims: null }, "claims is not an object. Give a token's claims"],
  "an unknown signature": [
    { ...FROM, ...GET, signature: null },
    "signature is null. Give one of good, wrong, unknown key",
  ],
  "a header without an algorithm": [{ ...FROM, ...GET, header: {} }, "header.alg is missing or no text. Give it"],
  "a key's value that is an object": [
    { ...READ, keys: { "s3:prefix": {} } },
    "keys.s3:prefix is no text and no list of texts. Correct it, or leave it out",
    "service",
  ],
  "a key's value that is null": [
    { ...READ, keys: { "s3:prefix": null } },
    "keys.s3:prefix is no text and no list of texts. Correct it, or leave it out",
    "service",
  ],
};
it.each(Object.entries(REFUSED))("refuses %s", async (_what, [request, message, world]) => {
  expect(isRequest(request)).toBe(false);
  const { code, lines } = await answers(JSON.stringify(request), world);
  expect([code, lines]).toEqual([2, [expect.objectContaining({ error: { code: "malformed", line: 1, message } })]]);
});

/** What is well formed and no rule can match, by the field that is at fault. */
it.each<[object, string]>([
  [{ resource: "deployments.v1.apps" }, 'resource is one that no rule can match: "v1.apps" begins with the version v1'],
  [{ namespace: "*" }, `namespace is one that no rule can match: "*" is no namespace's name`],
  [{ name: "a/b" }, 'name is one that no rule can match: "a/b" is no path segment'],
  [{ verb: "GET" }, 'verb is one that no rule can match: "GET" is no verb of Kubernetes'],
  [{ to: "east" }, 'to is "east", into which no edge leads. The edges are: corp:deploy/deployer → west'],
])("names the field of %j", async (fields, message) => {
  const { lines } = await answers(JSON.stringify({ ...FROM, ...GET, ...fields }));
  expect(lines[0].error).toMatchObject({ code: "unknown", message: expect.stringContaining(message) as string });
});

it("says where no edge leads into a cluster at all", async () => {
  const { lines } = await answers(GOOD, "service");
  const message = 'to is "west", into which no edge leads. Nothing in what was read declares such an edge';
  expect(lines[0].error?.message).toBe(message);
});

describe("a file", () => {
  it("may begin with a byte order mark, end its lines as Windows does, and have blank ones", async () => {
    const { code, lines } = await answers(`\ufeff${GOOD}\r\n\r\n \t\r\n${GOOD}`);
    expect([code, lines.length, lines.every(({ error }) => error === undefined)]).toEqual([0, 2, true]);
  });

  it("is answered to its end, with the number of each line that cannot be followed", async () => {
    const { code, lines } = await answers(`${GOOD}\n\n{\n${GOOD}\n[]\n`);
    expect(code).toBe(2);
    expect(lines.map(({ error }) => error?.line)).toEqual([undefined, 3, undefined, 5]);
  });

  it.each<[string, string | Buffer, string]>([
    [
      "a member that is there twice",
      '{"to":"west","verb":"delete","verb":"get","resource":"pods"}',
      '"verb" is there twice. Leave one of them out',
    ],
    [
      "a claim that is there twice, once escaped",
      '{"claims":{"sub":"a","s\\u0075b":"b"}}',
      '"sub" is there twice. Leave one of them out',
    ],
    [
      "a hundred thousand levels",
      `{"id":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      "the line has more than 32 levels of objects and lists. Leave some out",
    ],
    ["a line of more than a mebibyte", `"${"x".repeat(1024 * 1024)}"`, "the line is longer than 1048576 bytes"],
    ["bytes of Latin-1", Buffer.from('{"from":"corp:d\xe9ploy/deployer"}', "latin1"), "the line is not UTF-8"],
    ["UTF-16", Buffer.from(`\ufeff${GOOD}`, "utf16le"), "the line is not UTF-8. Write the file in UTF-8"],
  ])("is not followed where it has %s", async (_what, content, message) => {
    const { code, lines } = await answers(content);
    expect(code).toBe(2);
    expect(lines[0].error).toMatchObject({ code: "malformed", message: expect.stringContaining(message) as string });
  });

  it("does not take the text of a value for a member's name", async () => {
    const line = JSON.stringify({ id: 'x":"to":"x', ...FROM, ...GET, claims: { a: { sub: 1 }, b: [{ sub: 1 }] } });
    expect((await answers(line)).code).toBe(0);
  });

  it.each(["", "\n\n", "\ufeff"])("is refused without a request: %j", async (content) => {
    await expect(answers(content)).rejects.toThrow(/requests\.jsonl has no request\. Give one JSON object a line/);
  });
});
