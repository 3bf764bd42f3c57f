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
const found = (inputs: object | undefined, env?: object, declared = [AWS, GOOGLE, AZURE]) => {
  const value = JSON.stringify({ inputs, env, "cdktf-trust-mesh/services": declared });
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

  // action.yml of Azure/login: environment is azurecloud unless given; of google-github-actions/auth: universe is googleapis.com.
  it.each([
    ["core", "environment", "azurechinacloud"],
    ["data", "universe", "apis-berlin.example"],
    ["data", "service_account", "other@acme-data.iam.gserviceaccount.com"],
  ] as const)("that choose another cloud or identity than is declared are told: %s %s", (account, input, value) => {
    expect(found({ ...INPUTS, [account]: { ...INPUTS[account], [input]: value } })).toEqual([
      `fault mesh: output.deploy: gives "${value}" for ${account} as the input ${input}, and its declaration is of none`,
    ]);
  });

  it("may name the cloud that the action takes by itself", () => {
    const core = { ...INPUTS.core, environment: "azurecloud" };
    expect(found({ ...INPUTS, core, data: { ...INPUTS.data, universe: "googleapis.com" } })).toEqual([]);
  });

  it("of another cloud than the public one must name it", () => {
    const china: ServiceDeclaration = { ...AZURE, client: { ...AZURE.client, cloud: "china" } };
    expect(found(INPUTS, {}, [china])).toEqual([
      'fault mesh: output.deploy: gives "" for core as the input environment, and its declaration is of "azurechinacloud"',
    ]);
    const core = { ...INPUTS.core, environment: "azurechinacloud" };
    expect(found({ ...INPUTS, core }, {}, [china])).toEqual([]);
  });

  it("have no effect beside variables that programs prefer", () => {
    expect(found(INPUTS, { LOG_LEVEL: "info", AWS_PROFILE: "mine", AZURE_TOKEN_CREDENTIALS: "dev" })).toEqual([
      "fault mesh: output.deploy: sets AWS_PROFILE, which keeps the job from what the action signs in to in prod",
    ]);
  });
});
