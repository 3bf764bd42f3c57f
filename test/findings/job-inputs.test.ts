import { jobInputs } from "../../src/findings/rules/job-inputs";
import { ServiceDeclaration } from "../../src/trust-declaration";
import { read } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** What a job's output hands to the vendors' sign-in actions, beside what it declares. */
const source = { cluster: "ci", issuer: "https://token.actions.githubusercontent.com", subject: "repo:acme/app:ref:x" };
const others = { source, grants: [], adopted: [] };
const AWS: ServiceDeclaration = {
  ...others,
  account: { name: "prod", cloud: "aws", id: "111122223333" },
  audience: "sts.amazonaws.com",
  principal: "arn:aws:iam::111122223333:role/deploy",
  client: { "role-arn": "arn:aws:iam::111122223333:role/deploy", region: "us-west-2" },
};
const GOOGLE: ServiceDeclaration = {
  ...others,
  account: { name: "data", cloud: "google", id: "acme-data" },
  audience: "https://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p",
  principal: "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/s",
  client: { audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/p" },
};
const AZURE: ServiceDeclaration = {
  ...others,
  account: { name: "core", cloud: "azure", id: "s1" },
  ...{ audience: "api://AzureADTokenExchange", principal: "p", client: { "client-id": "c", "tenant-id": "t" } },
};
const INPUTS = {
  prod: {
    "role-to-assume": "arn:aws:iam::111122223333:role/deploy",
    "aws-region": "us-west-2",
    audience: "sts.amazonaws.com",
  },
  data: {
    workload_identity_provider: "projects/1/locations/global/workloadIdentityPools/p/providers/p",
    project_id: "acme-data",
    audience: GOOGLE.audience,
  },
  core: { "client-id": "c", "tenant-id": "t", "subscription-id": "s1", audience: "api://AzureADTokenExchange" },
};
const found = (inputs: object | undefined) => {
  const value = JSON.stringify({ inputs, "cdktf-trust-mesh/services": [AWS, GOOGLE, AZURE] });
  return jobInputs(read({ output: { deploy: { value } } }), NOW).map(
    ({ severity, place, reason }) => `${severity} ${place}: ${reason}`,
  );
};

describe("the inputs of a job", () => {
  it("that are those of its declarations are not told, nor is an output without any", () => {
    expect(found(INPUTS)).toEqual([]);
    expect(found(undefined)).toEqual([]);
  });

  it.each([
    ["prod", "role-to-assume", "arn:aws:iam::111122223333:role/deploy"],
    ["prod", "aws-region", "us-west-2"],
    ["data", "workload_identity_provider", "projects/1/locations/global/workloadIdentityPools/p/providers/p"],
    ["data", "project_id", "acme-data"],
    ["core", "client-id", "c"],
    ["core", "subscription-id", "s1"],
    ["core", "audience", "api://AzureADTokenExchange"],
  ] as const)("of another identity or audience are told: %s %s", (account, input, wanted) => {
    expect(found({ ...INPUTS, [account]: { ...INPUTS[account], [input]: "evil" } })).toEqual([
      `fault mesh: output.deploy: gives "evil" for ${account} as the input ${input}, and its declaration is of "${wanted}"`,
    ]);
  });

  it("that are missing are told", () => {
    expect(found({ ...INPUTS, core: undefined })).toEqual(["fault mesh: output.deploy: has no inputs for core"]);
    expect(found({ ...INPUTS, prod: { ...INPUTS.prod, audience: undefined } })).toHaveLength(1);
  });
});
