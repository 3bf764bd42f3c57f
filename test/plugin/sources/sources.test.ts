import {
  CLIENT,
  credentialIn,
  EKS_AUDIENCE,
  FakeCloud,
  GKE_AUDIENCE,
  GOOGLE_ACCOUNT,
  projectedToken,
  PROVIDER,
  ROLE,
  runPlugin,
  Sandbox,
  TENANT,
} from "../support";
import { useFakes } from "../support/use-fakes";
import { INSTANCE_ROLE, POD_TOKEN } from "../support/fake-metadata";

const POD_ROLE = "arn:aws:iam::111122223333:role/irsa-role";
const AWS_ISSUER = "https://a1b2c3d4.tokens.sts.global.api.aws";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const eks = (...more: string[]) => ["eks", "--cluster-name", "west", "--region", "eu-west-1", ...sts(), ...more];
const gke = (...more: string[]) => [
  ...["gke", "--audience", PROVIDER, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url],
  ...[...sts(), ...more],
];
const aks = (...more: string[]) => [
  ...["aks", "--tenant-id", TENANT, "--client-id", CLIENT, "--entra-endpoint", cloud.url, ...sts(), ...more],
];
const sts = () => ["--aws-sts-endpoint", cloud.url];
const metadata = () => ["--metadata-endpoint", cloud.metadataUrl];

const irsa = () => ({
  AWS_ROLE_ARN: POD_ROLE,
  AWS_WEB_IDENTITY_TOKEN_FILE: box.write("irsa-token", projectedToken(EKS_AUDIENCE)),
  AWS_REGION: "eu-west-1",
});
const podIdentity = () => ({
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `${cloud.metadataUrl}/v1/credentials`,
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: box.write("pod-token", POD_TOKEN),
  AWS_REGION: "eu-west-1",
});

describe("irsa", () => {
  it("signs with the pod's own role when no other is named", async () => {
    const result = await runPlugin(eks(), box.env(irsa()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity"]);
    expect(cloud.requests[0].form.get("RoleArn")).toBe(POD_ROLE);
  });

  it("assumes another role from the pod's own, with an external id", async () => {
    const chained = "arn:aws:iam::444455556666:role/needs-external-id";
    const result = await runPlugin(eks("--role-arn", chained, "--external-id", "right-id"), box.env(irsa()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity", "AWS AssumeRole"]);
    expect(cloud.requests[1].form.get("RoleArn")).toBe(chained);
  });

  it("tells a refused second role as another hop", async () => {
    const chained = "arn:aws:iam::444455556666:role/needs-external-id";
    const result = await runPlugin(eks("--role-arn", chained), box.env(irsa()));
    expect([result.code, result.stdout]).toEqual([5, ""]);
    expect(result.stderr).toContain("impersonation: AWS STS refused AssumeRole: AccessDenied");
  });

  it("hands its token to another cloud that takes the audience", async () => {
    cloud.trust.audience = EKS_AUDIENCE;
    const result = await runPlugin(aks("--token-audience", EKS_AUDIENCE), box.env(irsa()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Entra"]);
  });
});

describe("eks-pod-identity", () => {
  it("signs with the pod's credentials, and sends only its agent the pod's token", async () => {
    const result = await runPlugin(eks(), box.env(podIdentity()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /v1/credentials"]);
  });

  it("assumes a role with them", async () => {
    const result = await runPlugin(eks("--role-arn", ROLE), box.env(podIdentity()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /v1/credentials", "AWS AssumeRole"]);
  });

  it("reaches another cloud by a token of AWS STS", async () => {
    Object.assign(cloud.trust, { issuer: AWS_ISSUER, subject: "arn:aws:iam::111122223333:role/pod-role" });
    const result = await runPlugin(gke(), box.env(podIdentity()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /v1/credentials", "AWS GetWebIdentityToken", "Google STS"]);
    expect(cloud.requests[1].form.get("Audience.member.1")).toBe(GKE_AUDIENCE);
  });

  it("tells an association that is not there", async () => {
    const env = { ...podIdentity(), AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: box.write("wrong", "wrong-token-000") };
    const result = await runPlugin(eks(), box.env(env));
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain(
      "source: the EKS Pod Identity agent answered 401: unauthorized. Check the service account's pod identity association",
    );
  });

  it.each(["http", "https"])("does not send the pod's token by %s to an address elsewhere", async (scheme) => {
    const env = { ...podIdentity(), AWS_CONTAINER_CREDENTIALS_FULL_URI: `${scheme}://credentials.example/v1` };
    const result = await runPlugin(eks(), box.env(env));
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain("AWS_CONTAINER_CREDENTIALS_FULL_URI is not of this node");
  });
});

describe("ec2", () => {
  it("signs with the instance's role, by IMDSv2", async () => {
    const result = await runPlugin(eks("--source", "ec2", ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual([
      "metadata /latest/api/token",
      "metadata /latest/meta-data/iam/security-credentials/",
      "metadata /latest/meta-data/iam/security-credentials/node-role",
    ]);
  });

  it("reaches another cloud by a token of AWS STS, in the instance's region", async () => {
    Object.assign(cloud.trust, { issuer: AWS_ISSUER, subject: INSTANCE_ROLE });
    const result = await runPlugin(aks("--source", "ec2", ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked.slice(3)).toEqual([
      "metadata /latest/api/token",
      "metadata /latest/meta-data/placement/region",
      "AWS GetWebIdentityToken",
      "Entra",
    ]);
  });

  it("says so when the service is switched off", async () => {
    const env = box.env({ AWS_EC2_METADATA_DISABLED: "true" });
    const result = await runPlugin(eks("--source", "ec2", ...metadata()), env);
    expect([result.code, cloud.requests]).toEqual([3, []]);
    expect(result.stderr).toContain("AWS_EC2_METADATA_DISABLED switches the EC2 metadata service off");
  });
});

describe("aws-web-identity", () => {
  it.each(["irsa", "eks-pod-identity"])("makes a token from the identity that %s gives", async (way) => {
    const role = way === "irsa" ? POD_ROLE : "arn:aws:iam::111122223333:role/pod-role";
    Object.assign(cloud.trust, { subject: "system:serviceaccount:argocd:argocd-application-controller" });
    const args = ["oidc", "--source", "aws-web-identity", "--audience", "https://api.example", ...sts()];
    const result = await runPlugin(args, box.env(way === "irsa" ? irsa() : podIdentity()));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    const claims = Buffer.from(credentialIn(result).status.token.split(".")[1], "base64url").toString();
    expect(JSON.parse(claims)).toMatchObject({ iss: AWS_ISSUER, sub: role, aud: ["https://api.example"] });
  });
});

describe("google-metadata and google-id-token", () => {
  it("gives GKE the pod's own access token, and exchanges nothing", async () => {
    const result = await runPlugin(["gke", "--source", "google-metadata", ...metadata()], box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /computeMetadata/v1/instance/service-accounts/default/token"]);
    expect(cloud.secrets).toContain(credentialIn(result).status.token);
  });

  it("is found by GCE_METADATA_HOST, on this node only", async () => {
    const here = { GCE_METADATA_HOST: cloud.metadataUrl.replace("http://", "") };
    expect((await runPlugin(["gke"], box.env(here))).code).toBe(0);
    const elsewhere = await runPlugin(["gke"], box.env({ GCE_METADATA_HOST: "metadata.example" }));
    expect([elsewhere.code, elsewhere.stdout]).toEqual([2, ""]);
    expect(elsewhere.stderr).toContain("GCE_METADATA_HOST names an address that is neither link-local nor loopback");
  });

  it("gives AWS an ID token for its audience", async () => {
    Object.assign(cloud.trust, { issuer: "https://accounts.google.com", subject: "104567890123456789012" });
    const result = await runPlugin(eks("--source", "google-id-token", "--role-arn", ROLE, ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests[0].path).toContain("identity?format=full&audience=sts.amazonaws.com");
    expect(cloud.requests[1].form.get("RoleSessionName")).toBe("104567890123456789012");
  });
});

describe("azure", () => {
  it("reads the webhook's token file", async () => {
    const file = box.write("azure-token", projectedToken("api://AzureADTokenExchange"));
    const result = await runPlugin(aks(), box.env({ AZURE_FEDERATED_TOKEN_FILE: file }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Entra"]);
  });

  it("gives AKS the managed identity's access token, and exchanges nothing", async () => {
    const result = await runPlugin(aks("--source", "azure-managed-identity", ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.requests[0].path).toContain("resource=6dae42f8-4368-4678-94ff-3960e28e3630");
    expect(cloud.requests[0].path).toContain(`client_id=${CLIENT}`);
    expect(cloud.asked).toEqual(["metadata /metadata/identity/oauth2/token"]);
  });

  it("gives another cloud the managed identity's token for an application", async () => {
    Object.assign(cloud.trust, {
      issuer: `https://sts.windows.net/${TENANT}/`,
      subject: "9f8e7d6c-0000-4000-8000-000000000000",
      audience: "api://trust-mesh",
    });
    const flags = ["--source", "azure-managed-identity", "--token-audience", "api://trust-mesh", "--role-arn", ROLE];
    const result = await runPlugin(eks(...flags, ...metadata()), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["metadata /metadata/identity/oauth2/token", "AWS AssumeRoleWithWebIdentity"]);
  });
});

describe("the choice of a source", () => {
  it("is the token file that is named, whatever the environment announces", async () => {
    const file = box.project("eks");
    await runPlugin(eks("--role-arn", ROLE, "--token-file", file), box.env({ ...irsa(), ...podIdentity() }));
    expect(cloud.requests[0].form.get("RoleArn")).toBe(ROLE);
    expect(cloud.asked).toEqual(["AWS AssumeRoleWithWebIdentity"]);
  });

  it("asks no metadata server when nothing announces one", async () => {
    const result = await runPlugin(eks(...metadata()), box.env());
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain("nothing tells where the subject's token is. Pass --token-file PATH");
  });

  it("is not made among several", async () => {
    const result = await runPlugin(eks(), box.env({ ...irsa(), ...podIdentity() }));
    expect([result.code, cloud.requests]).toEqual([2, []]);
    expect(result.stderr).toContain("the environment announces several sources: irsa, eks-pod-identity.");
  });

  it("says which variable a named source lacks", async () => {
    const result = await runPlugin(aks("--source", "azure-workload-identity"), box.env());
    expect([result.code, result.stdout]).toEqual([3, ""]);
    expect(result.stderr).toContain("--source azure-workload-identity needs AZURE_FEDERATED_TOKEN_FILE");
  });
});

describe("an external_account file", () => {
  const file = (change: object = {}) =>
    box.write(
      "credential.json",
      JSON.stringify({
        type: "external_account",
        audience: PROVIDER,
        subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { file: box.project("gke") },
        ...change,
      }),
    );
  const fromFile = (path: string, ...more: string[]) => [
    ...["gke", "--credential-file", path, "--google-sts-endpoint", cloud.url, "--google-iam-endpoint", cloud.url],
    ...more,
  ];

  it("tells the provider, the token file and the account", async () => {
    const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${GOOGLE_ACCOUNT}:generateAccessToken`;
    const path = file({
      service_account_impersonation_url: url,
      service_account_impersonation: { token_lifetime_seconds: 1200 },
    });
    const result = await runPlugin(fromFile(path), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
    expect(cloud.asked).toEqual(["Google STS", "Google IAM"]);
    expect(JSON.parse(cloud.requests[1].body)).toMatchObject({ lifetime: "1200s" });
  });

  it("is found by Google's own variable", async () => {
    const args = fromFile("").filter((arg) => arg !== "" && arg !== "--credential-file");
    const result = await runPlugin(args, box.env({ GOOGLE_APPLICATION_CREDENTIALS: file() }));
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it("may name a JSON file and the token's member in it", async () => {
    const token = box.write("token.json", JSON.stringify({ id_token: projectedToken(GKE_AUDIENCE) }));
    const format = { type: "json", subject_token_field_name: "id_token" };
    const result = await runPlugin(fromFile(file({ credential_source: { file: token, format } })), box.env());
    expect([result.code, result.stderr]).toEqual([0, ""]);
  });

  it.each([
    [{ type: "service_account" }, 'is of type "service_account"'],
    [{ token_url: "https://sts.googleapis.com.evil.example/v1/token" }, "has a token_url outside googleapis.com"],
    [{ token_url: "http://sts.googleapis.com/v1/token" }, "has a token_url outside googleapis.com"],
    [{ token_url: "https://x@sts.googleapis.com/v1/token" }, "has a token_url outside googleapis.com"],
    [
      {
        service_account_impersonation_url: "https://evil.example/v1/projects/-/serviceAccounts/a@b:generateAccessToken",
      },
      "has a service_account_impersonation_url outside googleapis.com",
    ],
    [
      { subject_token_type: "urn:ietf:params:aws:token-type:aws4_request" },
      'of the type "urn:ietf:params:aws:token-type:aws4_request", not for JSON Web Tokens',
    ],
    [{ subject_token_type: "urn:ietf:params:oauth:token-type:saml2" }, 'token-type:saml2", not for JSON Web Tokens'],
    [{ subject_token_type: "urn:ietf:params:oauth:token-type:mtls" }, 'token-type:mtls", not for JSON Web Tokens'],
    [
      { universe_domain: "example-universe.com", token_url: "https://sts.example-universe.com/v1/token" },
      'is of the universe "example-universe.com", not googleapis.com. A file does not vouch for itself',
    ],
    [
      { token_url: "https://sts-acme.p.googleapis.com.evil.example/v1/token" },
      "has a token_url outside googleapis.com",
    ],
    [{ token_url: "https://sts.googleapis.com:444/v1/token" }, "has a token_url outside googleapis.com"],
    [
      { token_url: "https://sts.googleapis.com/v2/token" },
      "has a token_url outside googleapis.com, or none of its STS",
    ],
    [
      { audience: "//iam.googleapis.com/locations/global/workforcePools/p/providers/x" },
      "Workforce pools are for people",
    ],
    [
      {
        service_account_impersonation_url:
          "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a:generateAccessToken",
      },
      "or none of a service account there",
    ],
    [{ service_account_impersonation: { token_lifetime_seconds: "3600" } }, "token_lifetime_seconds that is no number"],
    [{ credential_source: undefined }, "has no credential_source"],
    [{ credential_source: { certificate: {} } }, "of a kind that is not taken: certificate"],
    [
      { credential_source: { environment_id: "aws1", url: "http://x" } },
      "of a kind that is not taken: url and environment_id",
    ],
    [{ credential_source: { file: "/a", url: "https://b" } }, "of a kind that is not taken: file and url"],
    [{ credential_source: { file: 7 } }, "of a kind that is not taken: file"],
    [{ credential_source: { url: "http://tokens.example/t" } }, "neither https nor of this node"],
    [{ credential_source: { url: "https://t.example", headers: { a: 1 } } }, "headers that are no texts"],
    [{ credential_source: { executable: { command: "/bin/true" } } }, "names an executable, which is not run"],
    [{ audience: 7 }, "has no audience"],
  ])("is refused with %p", async (change, message) => {
    const result = await runPlugin(fromFile(file(change)), box.env());
    expect([result.code, result.stdout, cloud.requests]).toEqual([2, "", []]);
    expect(result.stderr).toContain(message);
  });

  it("is read anew at every run: no answer of an earlier one is handed out by the shell", async () => {
    const path = file();
    await runPlugin(fromFile(path, "--cache-dir", box.cacheDir), box.env());
    file({ audience: PROVIDER.replace("west-eks", "east-eks"), credential_source: { file: box.project("gke") } });
    const result = await runPlugin(fromFile(path, "--cache-dir", box.cacheDir), box.env());
    expect(result.code).toBe(3);
    expect(result.stderr).toContain("east-eks");
  });
});
