import type { Answer, Arrived, FakeCloud } from "./fake-cloud";

/** What a secret holds, which nothing may tell. */
export const SECRET_VALUE = "what-the-secret-holds-0123456789";

/** The clouds' own services, which let in whoever has a credential of the fakes. Undefined for a host of none. */
export function serviceAt(host: string): { readonly service: string; readonly answer: Answerer } | undefined {
  return SERVICES.find(({ hosts }) => hosts.test(host));
}

type Answerer = (cloud: FakeCloud, request: Arrived) => Answer;

const SERVICES: readonly { readonly hosts: RegExp; readonly service: string; readonly answer: Answerer }[] = [
  { hosts: /(^|\.)s3\.[\w-]+\.amazonaws\.com$/, service: "S3", answer: s3 },
  {
    hosts: /^secretsmanager\./,
    service: "Secrets Manager",
    answer: (cloud, request) => secretsManager(cloud, request),
  },
  { hosts: /^(storage|secretmanager)\.googleapis\.com$/, service: "Google Cloud", answer: google },
  { hosts: /\.(blob\.core\.windows\.net|vault\.azure\.net)$/, service: "Azure", answer: azure },
];

/** Whether the request names the service and a key that was handed out; the tests of SigV4 check signatures. */
function isSigned(cloud: FakeCloud, { headers }: Arrived, service: string): boolean {
  const form = new RegExp(`^AWS4-HMAC-SHA256 Credential=(\\w+)/\\d{8}/eu-west-1/${service}/aws4_request, `);
  const key = cloud.awsKeys.get(form.exec(headers.authorization ?? "")?.[1] ?? "");
  return key !== undefined && headers["x-amz-security-token"] === key.session;
}

function s3(cloud: FakeCloud, request: Arrived): Answer {
  if (!isSigned(cloud, request, "s3")) {
    return { status: 403, type: "application/xml", body: "<Error><Code>x</Code></Error>" };
  }
  return { status: 200, type: "application/xml", body: "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>" };
}

function secretsManager(cloud: FakeCloud, request: Arrived): Answer {
  const good =
    isSigned(cloud, request, "secretsmanager") && request.headers["x-amz-target"] === "secretsmanager.GetSecretValue";
  return json(good ? 200 : 400, good ? { SecretString: SECRET_VALUE } : { __type: "InvalidRequestException" });
}

function google(cloud: FakeCloud, { headers, path }: Arrived): Answer {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  if (!cloud.secrets.includes(bearer)) return json(401, { error: { code: 401, message: "Invalid Credentials" } });
  return json(200, path.includes(":access") ? { payload: { data: SECRET_VALUE } } : { kind: "storage#objects" });
}

function azure(cloud: FakeCloud, { headers, path }: Arrived): Answer {
  const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  if (!cloud.secrets.includes(bearer) || !headers["x-ms-version"]) {
    return json(401, { error: { code: "Unauthorized" } });
  }
  return json(200, path.startsWith("/secrets/") ? { value: SECRET_VALUE } : {});
}

function json(status: number, value: object): Answer {
  return { status, type: "application/json", body: JSON.stringify(value) };
}
