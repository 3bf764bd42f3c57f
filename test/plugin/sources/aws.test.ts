import {
  CLIENT,
  credentialIn,
  EKS_AUDIENCE,
  FakeCloud,
  GKE_AUDIENCE,
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
