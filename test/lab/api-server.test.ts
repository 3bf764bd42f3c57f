import { createHash, createHmac } from "node:crypto";
import { enveloped, reviewSpec } from "../../src/lab/cluster/protobuf";
import { flagOf } from "../../src/simulator";
import { buildMesh, SERVERS } from "./support/meshes";
import { LabFixture } from "./support/use-lab";

/** What the lab's API servers answer on the wire, where a client could tell them from real ones. */
const fixture = new LabFixture(buildMesh);

interface Keys {
  readonly id: string;
  readonly secret: string;
  readonly token: string;
}

/** Keys of a session of the role of "corp:deploy/deployer → west". */
async function sessionKeys(): Promise<Keys> {
  const edge = fixture.edge("corp:deploy/deployer → west");
  const { body } = await fixture.post("https://sts.us-west-2.amazonaws.com/", {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: flagOf(edge.request, "role-arn") ?? "",
    RoleSessionName: "test",
    WebIdentityToken: await fixture.token(edge),
  });
  const text = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? "";
  return { id: text("AccessKeyId"), secret: text("SecretAccessKey"), token: text("SessionToken") };
}

interface UrlOptions {
  readonly cluster?: string;
  readonly host?: string;
  readonly scheme?: string;
  readonly path?: string;
  readonly action?: string;
  readonly expires?: string;
  readonly signedHeaders?: string;
  readonly at?: Date;
  /** Added behind the signature. */
  readonly extra?: string;
}

/** A token for EKS, presigned as AWS documents it, with something else in it if a test wants that. */
function eksToken(keys: Keys, options: UrlOptions = {}): string {
  const { cluster = "west", host = "sts.us-west-2.amazonaws.com", scheme = "https", path = "/", extra = "" } = options;
  const date = (options.at ?? new Date()).toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/us-west-2/sts/aws4_request`;
  const signedHeaders = options.signedHeaders ?? "host;x-k8s-aws-id";
  const query = new URLSearchParams({
    Action: options.action ?? "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${keys.id}/${scope}`,
    "X-Amz-Date": date,
    "X-Amz-Expires": options.expires ?? "60",
    "X-Amz-Security-Token": keys.token,
    "X-Amz-SignedHeaders": signedHeaders,
  });
  const canonicalQuery = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort();
  const headers: Record<string, string> = { host, "x-k8s-aws-id": cluster };
  const canonicalHeaders = signedHeaders.split(";").map((name) => `${name}:${headers[name]}\n`);
  const empty = createHash("sha256").update("").digest("hex");
  const canonical = ["GET", path, canonicalQuery.join("&"), canonicalHeaders.join(""), signedHeaders, empty].join("\n");
  const digest = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", date, scope, digest].join("\n");
  const mac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = scope.split("/").reduce<string | Buffer>((made, part) => mac(made, part), `AWS4${keys.secret}`);
  const url = `${scheme}://${host}${path}?${canonicalQuery.join("&")}&X-Amz-Signature=${mac(key, toSign).toString("hex")}${extra}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}

async function ask(server: string, token: string | undefined, path: string, body?: object) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fixture.ask(`${server}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
}

const REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const UNAUTHORIZED = {
  kind: "Status",
  apiVersion: "v1",
  metadata: {},
  status: "Failure",
  message: "Unauthorized",
  reason: "Unauthorized",
  code: 401,
};

describe("an EKS API server", () => {
  let keys: Keys;
  beforeAll(async () => {
    keys = await sessionKeys();
  });

  it("knows the bearer of a presigned URL by the access entry of the role", async () => {
    const { status, body } = await ask(SERVERS.west, eksToken(keys), REVIEW, {});
    expect(status).toBe(201);
    expect(body).toMatchObject({
      kind: "SelfSubjectReview",
      status: {
        userInfo: {
          username: "trust-mesh:corp:deploy:deployer:test",
          groups: [expect.stringMatching(/^trust-mesh:arn:aws:iam::/), "system:authenticated"],
          extra: { sessionName: ["test"] },
        },
      },
    });
  });

  it("takes the global host in the commercial partition, and FIPS and dual-stack hosts of any region", async () => {
    for (const host of ["sts.amazonaws.com", "sts-fips.us-east-1.amazonaws.com", "sts.eu-west-1.api.aws"]) {
      expect((await ask(SERVERS.west, eksToken(keys, { host }), REVIEW, {})).status).toBe(201);
    }
  });

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  it.each<[string, UrlOptions | ((keys: Keys) => string)]>([
    ["another cluster's name", { cluster: "east" }],
    ["a host that is not STS", { host: "sts.us-west-2.amazonaws.com.example" }],
    ["a host of another partition", { host: "sts.cn-north-1.amazonaws.com.cn" }],
    ["plain http", { scheme: "http" }],
    ["another path", { path: "/other" }],
    ["another action", { action: "GetSessionToken" }],
    ["an expiry of more than 900 s", { expires: "901" }],
    ["an expiry that is no number", { expires: "60s" }],
    ["a cluster's name that is not signed", { signedHeaders: "host" }],
    ["an age of more than 15 minutes", { at: minutesAgo(16) }],
    ["a parameter twice", { extra: "&action=GetCallerIdentity" }],
    ["a semicolon, which Go's parser refuses", { extra: "&X-Amz-Algorithm=a;b" }],
    ["a percent sign that escapes nothing", { extra: "&X-Amz-Algorithm=%zz" }],
    ["a parameter that is not allowed", { extra: "&X-Amz-Content-Sha256=x" }],
    ["a secret of somebody else", (own) => eksToken({ ...own, secret: "another" })],
    ["a session that STS does not know", (own) => eksToken({ ...own, token: "another" })],
    ["a key that STS does not know", (own) => eksToken({ ...own, id: "ASIAOTHER" })],
    ["another prefix", (own) => eksToken(own).replace("k8s-aws-v1.", "k8s-aws-v2.")],
    ["padding", (own) => `${eksToken(own)}==`],
    ["more than 4096 bytes", (own) => eksToken(own, { extra: `&x=${"x".repeat(4096)}` })],
    ["no URL at all", () => `k8s-aws-v1.${Buffer.from("no URL").toString("base64url")}`],
  ])("refuses %s", async (_what, options) => {
    const token = typeof options === "function" ? options(keys) : eksToken(keys, options);
    expect(await ask(SERVERS.west, token, REVIEW, {})).toEqual({ status: 401, body: UNAUTHORIZED });
  });
});

describe("an AKS API server", () => {
  const exchanged = async (scope?: string) => {
    const edge = fixture.edge("west:deploy/deployer → corp");
    const { body, status } = await fixture.post(
      `https://login.microsoftonline.com/${flagOf(edge.request, "tenant-id")}/oauth2/v2.0/token`,
      {
        grant_type: "client_credentials",
        client_id: flagOf(edge.request, "client-id") ?? "",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await fixture.token(edge),
        scope: scope ?? "6dae42f8-4368-4678-94ff-3960e28e3630/.default",
      },
    );
    return { status, ...(JSON.parse(body) as { access_token?: string; error_codes?: number[] }) };
  };

  it("knows the bearer of Entra's token by the object id", async () => {
    const { access_token: token } = await exchanged();
    const { body } = await ask(SERVERS.corp, token, REVIEW, {});
    const { user } = fixture.edge("west:deploy/deployer → corp").declaration;
    expect(body).toMatchObject({ status: { userInfo: { username: user, extra: { oid: [user] } } } });
  });

  it("takes no token that Entra did not sign, or that was changed", async () => {
    const { access_token: token = "" } = await exchanged();
    const [header, payload, signature] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...claims, oid: "somebody-else" })).toString("base64url");
    for (const forged of [`${header}.${other}.${signature}`, `${header}.${payload}.`, "not a token"]) {
      expect((await ask(SERVERS.corp, forged, REVIEW, {})).status).toBe(401);
    }
    expect(
      (await ask(SERVERS.corp, await fixture.token(fixture.edge("west:deploy/deployer → corp")), REVIEW, {})).status,
    ).toBe(401);
  });

  it.each([
    ["https://management.azure.com/.default", 500011],
    ["6dae42f8-4368-4678-94ff-3960e28e3630", 1002012],
  ])("never sees a token for %s: Entra hands out none", async (scope, code) => {
    expect(await exchanged(scope)).toMatchObject({ status: 400, error_codes: [code] });
  });
});

describe("a GKE API server", () => {
  const exchanged = async (email: string | undefined, scope: string) => {
    const edge = fixture.edge("west:velero/velero → euro");
    const federated = await fixture.post("https://sts.googleapis.com/v1/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      audience: flagOf(edge.request, "audience") ?? "",
      scope: "https://www.googleapis.com/auth/cloud-platform",
      requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      subject_token: await fixture.token(edge),
    });
    const { access_token: token } = JSON.parse(federated.body) as { access_token: string };
    if (email === undefined) return token;
    const answer = await fixture.ask(
      `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ scope: ["https://www.googleapis.com/auth/cloud-platform", scope], lifetime: "3600s" }),
      },
    );
    return (JSON.parse(answer.body) as { accessToken: string }).accessToken;
  };
  const EMAIL = "velero-west@acme-euro.iam.gserviceaccount.com";
  const WITH_EMAIL = "https://www.googleapis.com/auth/userinfo.email";
  const username = ({ body }: { body: Record<string, unknown> }) =>
    (body.status as { userInfo: { username: string } }).userInfo.username;

  it("knows a federated token by its whole principal", async () => {
    const answer = await ask(SERVERS.euro, await exchanged(undefined, ""), REVIEW, {});
    expect(username(answer)).toMatch(/^principal:\/\/iam\.googleapis\.com\/projects\/123456789012\/.*:velero:velero$/);
  });

  it("knows an impersonated account by its e-mail only if the token tells it", async () => {
    expect(username(await ask(SERVERS.euro, await exchanged(EMAIL, WITH_EMAIL), REVIEW, {}))).toBe(EMAIL);
    expect(username(await ask(SERVERS.euro, await exchanged(EMAIL, "openid"), REVIEW, {}))).not.toBe(EMAIL);
  });
});

describe("every API server", () => {
  let token: string;
  beforeAll(async () => {
    token = eksToken(await sessionKeys());
  });

  it("answers without a token with its version alone", async () => {
    expect(await ask(SERVERS.west, undefined, "/version")).toMatchObject({ body: { gitVersion: "v1.33.1-eks-lab" } });
    expect(await ask(SERVERS.west, undefined, "/api")).toEqual({ status: 401, body: UNAUTHORIZED });
  });

  it("lists and gets what is allowed", async () => {
    const list = await ask(SERVERS.west, token, "/api/v1/namespaces/payments/pods");
    expect(list).toMatchObject({
      status: 200,
      body: { kind: "PodList", items: [{ metadata: { namespace: "payments" } }] },
    });
    const one = await ask(SERVERS.west, token, "/apis/apps/v1/namespaces/payments/deployments/app");
    expect(one).toMatchObject({ status: 200, body: { kind: "Deployment", metadata: { name: "app" } } });
    expect(await ask(SERVERS.west, token, "/api/v1/namespaces/payments")).toMatchObject({ status: 200 });
    expect(await ask(SERVERS.west, token, "/api/v1/namespaces/payments/pods/none")).toMatchObject({
      status: 404,
      body: { reason: "NotFound", message: 'pods "none" not found' },
    });
  });

  it.each([
    [
      "/api/v1/namespaces/kube-system/pods",
      'pods is forbidden: User "trust-mesh:corp:deploy:deployer:test" cannot list resource "pods" in API group "" in the namespace "kube-system"',
    ],
    [
      "/apis/apps/v1/deployments",
      'deployments.apps is forbidden: User "trust-mesh:corp:deploy:deployer:test" cannot list resource "deployments" in API group "apps" at the cluster scope',
    ],
    [
      "/api/v1/namespaces/kube-system/pods/app-0/log",
      'pods "app-0" is forbidden: User "trust-mesh:corp:deploy:deployer:test" cannot get resource "pods/log" in API group "" in the namespace "kube-system"',
    ],
    ["/metrics", 'forbidden: User "trust-mesh:corp:deploy:deployer:test" cannot get path "/metrics"'],
  ])("refuses %s in Kubernetes' words", async (path, message) => {
    expect(await ask(SERVERS.west, token, path)).toMatchObject({ status: 403, body: { reason: "Forbidden", message } });
  });

  it("says what it does not play, and never pretends", async () => {
    expect(await ask(SERVERS.west, token, "/api/v1/namespaces/payments/pods", {})).toMatchObject({ status: 501 });
    expect(await ask(SERVERS.west, token, "/api/v1/namespaces/payments/pods?watch=true")).toMatchObject({
      status: 501,
    });
    expect(await ask(SERVERS.west, token, "/api/v1/namespaces/payments/configmaps")).toMatchObject({ status: 501 });
  });

  it("answers access reviews in JSON and in protobuf", async () => {
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const spec = (namespace: string) => ({ resourceAttributes: { verb: "list", resource: "pods", namespace } });
    expect(await ask(SERVERS.west, token, path, { spec: spec("payments") })).toMatchObject({
      status: 201,
      body: { status: { allowed: true, reason: expect.stringContaining("RBAC: allowed by RoleBinding") as unknown } },
    });
    expect(await ask(SERVERS.west, token, path, { spec: spec("kube-system") })).toMatchObject({
      body: { status: { allowed: false } },
    });
    // What kubectl 1.35 sends for `auth can-i list pods -n x`.
    const sent =
      "6b3873000a320a17617574686f72697a6174696f6e2e6b38732e696f2f7631121753656c665375626a65637441636365737352657669657712370a100a0012001a0022002a0032003800420012190a170a017812046c6973741a0022002a04706f647332003a001a08080012001a0020001a002200";
    expect(reviewSpec(enveloped(Buffer.from(sent, "hex")) as Buffer)).toEqual({
      resourceAttributes: { namespace: "x", verb: "list", resource: "pods" },
    });
  });

  it.each(["selfsubjectaccessreviews", "selfsubjectrulesreviews"])(
    "calls a body of %s bad that is none",
    async (kind) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      for (const body of ["{", "null", "[]", '"spec"', "k8s\u0000\u00ff"]) {
        const url = `${SERVERS.west}/apis/authorization.k8s.io/v1/${kind}`;
        const answer = await fixture.ask(url, { method: "POST", headers, body });
        expect({ body, status: answer.status }).toEqual({ body, status: 400 });
      }
    },
  );

  it("calls a path bad that is not UTF-8", async () => {
    const path = "/api/v1/namespaces/%ff/pods";
    expect(await ask(SERVERS.west, token, path)).toEqual({
      status: 400,
      body: {
        message: 'The request is malformed: "/api/v1/namespaces/%ff/pods" has a % that escapes nothing, or no UTF-8.',
      },
    });
  });

  it("shows RBAC's rules alone in a rules review, as clusters with a cloud's authorizer do", async () => {
    const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    const { body } = await ask(SERVERS.west, token, path, { spec: { namespace: "telemetry" } });
    // What every API server's own system:basic-user gives ("Using RBAC Authorization", default roles), and no policy of EKS.
    expect(body.status).toMatchObject({
      resourceRules: [
        {
          apiGroups: ["authorization.k8s.io"],
          resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
          verbs: ["create"],
        },
        { apiGroups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"], verbs: ["create"] },
      ],
      incomplete: true,
    });
  });
});

describe("what an API server makes of headers", () => {
  let token: string;
  beforeAll(async () => {
    token = eksToken(await sessionKeys());
  });

  async function review(headers: Record<string, string | string[]>) {
    const answer = await fixture.ask(`${SERVERS.west}${REVIEW}`, { method: "POST", headers, body: "{}" });
    const body = JSON.parse(answer.body) as { message?: string; status?: { userInfo?: object } };
    return { status: answer.status, message: body.message, userInfo: body.status?.userInfo };
  }

  it.each([
    ["bEaReR TOKEN", 201],
    ["  Bearer TOKEN further", 201],
    ["Bearer  TOKEN", 401],
    ["Bearer", 401],
    ["Basic TOKEN", 401],
  ])("takes the scheme as Kubernetes splits it: %s", async (header, status) => {
    expect((await review({ authorization: header.replace("TOKEN", token) })).status).toBe(status);
  });

  it("lets edit act as a service account of its namespace, with the groups that follow from the name", async () => {
    const answer = await review({
      authorization: `Bearer ${token}`,
      "impersonate-user": "system:serviceaccount:payments:app",
    });
    expect(answer).toMatchObject({
      status: 201,
      userInfo: {
        username: "system:serviceaccount:payments:app",
        groups: ["system:serviceaccounts", "system:serviceaccounts:payments", "system:authenticated"],
      },
    });
  });

  it.each<[string, Record<string, string | string[]>, number, string]>([
    [
      "a service account of another namespace",
      { "impersonate-user": "system:serviceaccount:kube-system:app" },
      403,
      'cannot impersonate resource "serviceaccounts" in API group "" in the namespace "kube-system"',
    ],
    ["a user", { "impersonate-user": "root" }, 403, 'cannot impersonate resource "users" in API group ""'],
    [
      "a group beside a service account",
      { "impersonate-user": "system:serviceaccount:payments:app", "impersonate-group": ["a", "system:masters"] },
      403,
      'cannot impersonate resource "groups" in API group ""',
    ],
    [
      "an extra value",
      { "impersonate-user": "system:serviceaccount:payments:app", "impersonate-extra-scopes": "x" },
      403,
      'cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io"',
    ],
    ["a group alone", { "impersonate-group": "a" }, 400, "without impersonating a user"],
  ])("does not let it act as %s", async (_what, headers, status, message) => {
    const answer = await review({ authorization: `Bearer ${token}`, ...headers });
    expect(answer.status).toBe(status);
    expect(answer.message).toContain(message);
  });

  const PODS = "/api/v1/namespaces/payments/pods";
  const BINDINGS = "/apis/rbac.authorization.k8s.io/v1/namespaces/payments/rolebindings";
  const spec = { containers: [{ name: "c", image: "i" }] };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec };
  it("answers writes by dry run alone, from RBAC", async () => {
    expect(await ask(SERVERS.west, token, `${PODS}?dryRun=All`, pod)).toEqual({ status: 201, body: pod });
    const { status, body } = await ask(SERVERS.west, token, PODS, pod);
    expect(status).toBe(501);
    expect(body.message).toContain("writes are answered by dry run (?dryRun=All) alone");
    expect(await ask(SERVERS.west, token, `${PODS}?dryRun=Some`, pod)).toMatchObject({ status: 422 });
    expect(await ask(SERVERS.west, token, `${PODS.replace("payments", "other")}?dryRun=All`, pod)).toMatchObject({
      status: 403,
    });
    expect(await ask(SERVERS.west, token, `${BINDINGS}?dryRun=All`, {})).toMatchObject({ status: 403 });
  });
});
