import { shadowsIn } from "../../src/vendor/sdk-variables";

const AWS = { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/token" };
const AZURE = { name: "AZURE_FEDERATED_TOKEN_FILE", value: "/token" };
const GOOGLE = [
  { name: "GOOGLE_APPLICATION_CREDENTIALS", value: "/google.json" },
  { name: "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", value: "/google.json" },
];
const CONFIG = [
  { name: "AWS_CONFIG_FILE", value: "/config" },
  { name: "AWS_PROFILE", value: "prod" },
];
const names = (...variables: Parameters<typeof shadowsIn>[0]) => shadowsIn(variables).map(({ name }) => name);

/** The orders of the vendors' chains: AWS SDKs and Tools Reference Guide; Azure Identity, "Credential chains". */
it.each([
  ["static keys", [AWS, { name: "AWS_ACCESS_KEY_ID" }, { name: "AWS_SECRET_ACCESS_KEY", value: "x" }]],
  ["a profile, which JavaScript prefers", [AWS, { name: "AWS_PROFILE", value: "x" }]],
  ["a role beside profiles, which Python prefers", [...CONFIG, { name: "AWS_ROLE_ARN", value: "x" }]],
  ["static keys beside profiles", [...CONFIG, { name: "AWS_ACCESS_KEY_ID" }]],
  ["a secret, a certificate, a user", [AZURE, { name: "AZURE_CLIENT_SECRET" }, { name: "AZURE_USERNAME" }]],
  [
    "a file of static credentials, which JavaScript reads first",
    [AWS, { name: "AWS_SHARED_CREDENTIALS_FILE", value: "/x" }],
  ],
  ["another choice of credentials", [AZURE, { name: "AZURE_TOKEN_CREDENTIALS", value: "ManagedIdentityCredential" }]],
  ["the developer's credentials", [AZURE, { name: "AZURE_TOKEN_CREDENTIALS", value: "dev" }]],
  ["a choice of credentials of a Secret", [AZURE, { name: "AZURE_TOKEN_CREDENTIALS" }]],
  ["an access token for gcloud", [...GOOGLE, { name: "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE", value: "/x" }]],
  ["another file", [...GOOGLE, { name: "GOOGLE_APPLICATION_CREDENTIALS", value: "/key.json" }]],
  [
    "another file in place of the wiring's",
    [GOOGLE[1], { name: "GOOGLE_APPLICATION_CREDENTIALS", value: "/key.json" }],
  ],
])("tells %s", (_what, variables) => {
  const added = variables.filter((one) => ![AWS, AZURE, ...GOOGLE, ...CONFIG].includes(one as never));
  expect(names(...variables)).toEqual(added.map(({ name }) => name));
});

it.each([
  ["another cloud's", [AWS, { name: "AZURE_CLIENT_SECRET", value: "x" }]],
  [
    "what every SDK asks after a web identity",
    [AWS, { name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: "http://x" }],
  ],
  [
    "the choice of the federated token, in any letter case",
    [AZURE, { name: "AZURE_TOKEN_CREDENTIALS", value: "workloadIdentityCredential" }],
  ],
  ["the choice of all credentials of servers", [AZURE, { name: "AZURE_TOKEN_CREDENTIALS", value: "prod" }]],
  ["a choice of credentials without a token", [{ name: "AZURE_TOKEN_CREDENTIALS", value: "dev" }]],
  ["an empty variable", [AWS, { name: "AWS_ACCESS_KEY_ID", value: "" }]],
  ["static keys without a federated token", [{ name: "AWS_ACCESS_KEY_ID", value: "x" }]],
  ["profiles by themselves", CONFIG],
  ["one file for both of Google's", GOOGLE],
])("says nothing of %s", (_what, variables) => {
  expect(names(...variables)).toEqual([]);
});
