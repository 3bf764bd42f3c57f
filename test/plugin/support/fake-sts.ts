import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Answer, Arrived, FakeCloud } from "./fake-cloud";
import { checkToken, hasAudience } from "./fake-token-check";
import { projectedToken } from "./tokens";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** AWS STS's query protocol: AssumeRoleWithWebIdentity, AssumeRole, GetWebIdentityToken. */
export function answerAwsSts(cloud: FakeCloud, request: Arrived): Answer {
  const { form } = request;
  if (form.get("Version") !== "2011-06-15") return refuse(400, "MissingParameter", "Version");
  const action = form.get("Action") ?? "";
  if (action === "AssumeRoleWithWebIdentity") return assumeRoleWithWebIdentity(cloud, form);
  const role = signerOf(cloud, request);
  if (typeof role !== "string") return role;
  if (action === "GetCallerIdentity") {
    const arn = `${role.replace(":iam:", ":sts:").replace(/:role\/(?:.*\/)?/, ":assumed-role/")}/session`;
    return succeed(action, `<Arn>${arn}</Arn><UserId>AROAEXAMPLE:session</UserId><Account>111122223333</Account>`);
  }
  if (action === "AssumeRole") {
    if (form.get("RoleArn")?.endsWith("role/needs-external-id") && form.get("ExternalId") !== "right-id") {
      return refuse(403, "AccessDenied", `User: ${role} is not authorized to perform: sts:AssumeRole`);
    }
    return credentials(cloud, form, action);
  }
  if (action === "GetWebIdentityToken") {
    if (form.get("SigningAlgorithm") !== "RS256") return refuse(400, "ValidationError", "SigningAlgorithm");
    const seconds = Number(form.get("DurationSeconds") ?? 300);
    const now = Math.floor(Date.now() / 1000);
    const token = projectedToken(form.get("Audience.member.1") ?? "", {
      iss: "https://a1b2c3d4.tokens.sts.global.api.aws",
      sub: role,
      exp: now + seconds,
    });
    cloud.secrets.push(token);
    const expiration = new Date((now + seconds) * 1000).toISOString();
    return succeed(action, `<WebIdentityToken>${token}</WebIdentityToken><Expiration>${expiration}</Expiration>`);
  }
  return refuse(400, "InvalidAction", `Could not find operation ${action}`);
}

function assumeRoleWithWebIdentity(cloud: FakeCloud, form: URLSearchParams): Answer {
  const { claims, wrong } = checkToken(form.get("WebIdentityToken") ?? "");
  if (wrong === "expired") {
    return refuse(400, "ExpiredTokenException", "Token expired: current date/time must be before");
  }
  if (!claims || wrong) {
    return refuse(400, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider");
  }
  if (claims.iss !== cloud.trust.issuer) {
    return refuse(
      400,
      "InvalidIdentityToken",
      `No OpenIDConnect provider found in your account for ${claims.iss as string}`,
    );
  }
  if (!hasAudience(claims, cloud.trust.audience ?? "sts.amazonaws.com")) {
    return refuse(400, "InvalidIdentityToken", "Incorrect token audience");
  }
  if (claims.sub !== cloud.trust.subject) {
    return refuse(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }
  return credentials(cloud, form, "AssumeRoleWithWebIdentity");
}

function credentials(cloud: FakeCloud, form: URLSearchParams, action: string): Answer {
  const arn = form.get("RoleArn") ?? "";
  const session = form.get("RoleSessionName") ?? "";
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) return refuse(400, "ValidationError", "roleSessionName");
  const seconds = Number(form.get("DurationSeconds") ?? 3600);
  if (!(seconds >= 900 && seconds <= 43_200)) return refuse(400, "ValidationError", "durationSeconds");
  const key = newAwsKey(cloud, arn);
  const expiration = new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+/, "");
  return succeed(
    action,
    `<AssumedRoleUser><Arn>${arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}</Arn>` +
      `<AssumedRoleId>AROAEXAMPLE:${session}</AssumedRoleId></AssumedRoleUser>` +
      `<Credentials><AccessKeyId>${key.id}</AccessKeyId><SecretAccessKey>${key.secret}</SecretAccessKey>` +
      `<SessionToken>${key.session}</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  );
}

/** A new key of a role, known to the fake from now on. */
export function newAwsKey(cloud: FakeCloud, role: string): { id: string; secret: string; session: string } {
  const id = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
  const key = { secret: randomBytes(30).toString("base64"), session: randomBytes(300).toString("base64"), role };
  cloud.awsKeys.set(id, key);
  cloud.secrets.push(key.secret, key.session);
  return { id, ...key };
}

/** The role whose key signed the request (AWS Signature Version 4), or the refusal. */
function signerOf(cloud: FakeCloud, { headers, method, path, body }: Arrived): string | Answer {
  const fields =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/sts\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=(\w{64})$/.exec(
      headers.authorization ?? "",
    );
  if (!fields) return refuse(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  const [, id, day, region, names, given] = fields;
  const key = cloud.awsKeys.get(id);
  if (!key || headers["x-amz-security-token"] !== key.session) {
    return refuse(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  }
  if (!names.split(";").includes("x-amz-security-token")) return refuse(403, "SignatureDoesNotMatch", "unsigned token");
  const date = String(headers["x-amz-date"]);
  const digest = (data: string) => createHash("sha256").update(data).digest("hex");
  const hmac = (with_: string | Buffer, data: string) => createHmac("sha256", with_).update(data).digest();
  const canonicalHeaders = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = `${method}\n${path}\n\n${canonicalHeaders.join("")}\n${names}\n${digest(body)}`;
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/sts/aws4_request\n${digest(canonical)}`;
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secret}`, day), region), "sts"), "aws4_request");
  if (hmac(signing, toSign).toString("hex") === given) return key.role;
  return refuse(403, "SignatureDoesNotMatch", "The request signature we calculated does not match");
}

function succeed(action: string, result: string): Answer {
  const metadata = "<ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata>";
  const body = `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`;
  return { status: 200, type: "text/xml", body };
}

function refuse(status: number, code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replace(/&/g, "&amp;")}</Message></Error>`;
  return {
    status,
    type: "text/xml",
    body: `<ErrorResponse xmlns="${NAMESPACE}">${error}<RequestId>c6104cbe</RequestId></ErrorResponse>`,
  };
}
