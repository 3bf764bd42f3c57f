import { CLIENT, EKS_AUDIENCE, FakeCloud, projectedToken, ROLE, runPlugin, Sandbox, TENANT } from "../support";
import { useFakes } from "../support/use-fakes";
import { POD_TOKEN } from "../support/fake-metadata";

const POD_ROLE = "arn:aws:iam::111122223333:role/irsa-role";

let cloud: FakeCloud;
let box: Sandbox;
useFakes((fakes) => ({ cloud, box } = fakes));

const eks = (...more: string[]) => ["eks", "--cluster-name", "west", "--region", "eu-west-1", ...sts(), ...more];
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
