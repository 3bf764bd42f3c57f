import { Expected, inWords, verdicts } from "./support/ask";
import {
  APP,
  APP_OBJECT,
  application,
  AUDIENCE,
  azapi,
  CLIENT,
  credential,
  GITHUB,
  identity,
  IDENTITY,
  ISSUER,
  MAIN,
  shown,
  Shown,
  SUBJECT,
  TENANT,
} from "./support/azure";

const CREDENTIALS = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials";
const OWN = { issuer: ISSUER, subject: SUBJECT, audiences: [AUDIENCE] };
const trusting = (values: object, principal: object = {}) => application({ ...OWN, ...values }, { principal });
const ofGithub = { iss: GITHUB, sub: MAIN };

const byAzapi = (properties: object, version = "2023-01-31", more: object = {}): Shown => {
  const { values, ...others } = azapi(`${CREDENTIALS}@${version}`, IDENTITY, properties);
  return { ...others, values: { ...values, name: "own", ...more } };
};
const many = (count: number) =>
  Array.from({ length: count }, (_one, at) =>
    credential({ name: `credential-${at}`, subject: `system:serviceaccount:a:b${at}` }, `c${at}`),
  );

type Row = readonly [
  words: string,
  resources: readonly Shown[],
  expected: Expected,
  claims?: object,
  exchange?: object,
];

/**
 * "Important considerations and restrictions for federated identity credentials" and "Workload identity federation":
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations; "federatedIdentityCredential resource
 * type", Microsoft Graph: audiences holds one value, issuer and subject are unique in an application, limits of lengths.
 */
const LIMITS: readonly Row[] = [
  ["twenty credentials, of which one fits", [identity, ...many(19), credential()], "allowed"],
  ["twenty-one credentials, of which one fits", [identity, ...many(20), credential()], "exchange"],
  ["two audiences", [identity, credential({ audience: [AUDIENCE, "api://other"] })], "exchange"],
  [
    "two audiences, and the second's token",
    [identity, credential({ audience: ["api://other", AUDIENCE] })],
    "exchange",
  ],
  ["no audience", [identity, credential({ audience: [] })], "exchange"],
  ["no audience, and a token for none", [identity, credential({ audience: [] })], "exchange", { aud: "" }],
  ["azapi's two audiences", [identity, byAzapi({ ...OWN, audiences: [AUDIENCE, "api://other"] })], "exchange"],
  ["an application's two audiences", trusting({ audiences: [AUDIENCE, "api://other"] }), "exchange"],
  [
    "one issuer and subject with two audiences",
    [identity, credential({ audience: ["api://other"] }, "a"), credential({ name: "second" }, "b")],
    "exchange",
  ],
  [
    "one issuer and subject of two identities",
    [identity, credential({ parent_id: `${IDENTITY}2` }, "a"), credential({ name: "second" }, "b")],
    "allowed",
  ],
  [
    "a subject of 601 characters",
    [identity, credential({ subject: "s".repeat(601) })],
    "exchange",
    { sub: "s".repeat(601) },
  ],
  [
    "a subject of 600 characters",
    [identity, credential({ subject: "s".repeat(600) })],
    "allowed",
    { sub: "s".repeat(600) },
  ],
  ["a name of two characters", [identity, credential({ name: "ab" })], "exchange"],
  ["a name with a dot", [identity, byAzapi(OWN, undefined, { name: "west.deployer" })], "exchange"],
  ["a name that begins with a dash", [identity, byAzapi(OWN, undefined, { name: "-west" })], "exchange"],
  ["a subject of none", [identity, credential({ subject: "" })], "exchange", { sub: "" }],
];

/** The same pages: issuer, subject and audience match byte for byte; "Microsoft Entra authentication and authorization error codes". */
const EXACT: readonly Row[] = [
  [
    "a slash behind the token's issuer",
    [identity, credential({ issuer: ISSUER.replace(/\/$/, "") })],
    "exchange AADSTS700211",
  ],
  [
    "a host in capitals",
    [identity, credential({ issuer: ISSUER.replace("issuer.example", "ISSUER.example") })],
    "exchange AADSTS700211",
  ],
  ["a space behind the subject", [identity, credential({ subject: `${SUBJECT} ` })], "exchange AADSTS700213"],
  [
    "another namespace",
    [identity, credential()],
    "exchange AADSTS700213",
    { sub: SUBJECT.replace("deploy:", "other:") },
  ],
  [
    "the audience of China",
    [identity, credential()],
    "exchange AADSTS700212",
    { aud: "api://AzureADTokenExchangeChina" },
  ],
  ["an audience with a slash", [identity, credential()], "exchange AADSTS700212", { aud: `${AUDIENCE}/` }],
  ["the tenant in capitals", [identity, credential()], "allowed", {}, { tenantId: TENANT.toUpperCase() }],
  ["the tenant common", [identity, credential()], "exchange AADSTS90002", {}, { tenantId: "common" }],
  ["the object id in place of the client id", [identity, credential()], "exchange AADSTS700016", {}, { clientId: APP }],
];

/** "Important considerations …": tokens that Entra issued are for no managed identity; "Configure an application to trust a managed identity". */
const OF_ENTRA: readonly Row[] = (
  [
    "https://sts.windows.net/x/",
    "https://login.microsoftonline.us/x/v2.0",
    "https://login.partner.microsoftonline.cn/x/v2.0",
    "https://login.chinacloudapi.cn/x/",
  ] as const
).map((iss): Row => [`a token of ${iss}`, [identity, credential({ issuer: iss })], "exchange AADSTS700222", { iss }]);
const entra = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const APPLICATIONS: readonly Row[] = [
  ...OF_ENTRA,
  [
    "an application that trusts a managed identity",
    trusting({ issuer: entra, subject: APP_OBJECT }),
    "allowed",
    { iss: entra, sub: APP_OBJECT },
  ],
  [
    "an application that trusts another",
    trusting({ issuer: entra, subject: "x" }),
    "exchange AADSTS700213",
    { iss: entra, sub: APP_OBJECT },
  ],
  [
    "an application without a service principal",
    trusting({}).filter(({ type }) => type !== "azuread_service_principal"),
    "exchange",
  ],
  ["a service principal that is off", trusting({}, { account_enabled: false }), "exchange AADSTS7000112"],
];

/** "Flexible federated identity credentials"; Microsoft Graph, "federatedIdentityExpression resource type": languageVersion is 1; subject and expression exclude each other. */
const flexible = (claimsMatchingExpression: object, more: object = {}) => [
  identity,
  byAzapi({ issuer: GITHUB, audiences: [AUDIENCE], claimsMatchingExpression, ...more }, "2025-01-31-preview"),
];
const BRANCHES = "claims['sub'] matches 'repo:contoso/app:ref:refs/heads/*'";
const FLEXIBLE: readonly Row[] = [
  ["an expression of a managed identity", flexible({ value: BRANCHES, languageVersion: 1 }), "allowed", ofGithub],
  [
    "another repository",
    flexible({ value: BRANCHES, languageVersion: 1 }),
    "exchange AADSTS700213",
    { ...ofGithub, sub: MAIN.replace("app", "app2") },
  ],
  ["another version of the language", flexible({ value: BRANCHES, languageVersion: 2 }), "exchange", ofGithub],
  [
    "an expression and a subject",
    flexible({ value: BRANCHES, languageVersion: 1 }, { subject: MAIN }),
    "exchange",
    ofGithub,
  ],
  [
    "two audiences",
    flexible({ value: BRANCHES, languageVersion: 1 }, { audiences: [AUDIENCE, "x"] }),
    "exchange",
    ofGithub,
  ],
  [
    "two spaces around the operator",
    flexible({ value: BRANCHES.replace(" matches ", "  matches "), languageVersion: 1 }),
    "exchange",
    ofGithub,
  ],
  ["double quotes", flexible({ value: BRANCHES.replaceAll("'", '"'), languageVersion: 1 }), "exchange", ofGithub],
  [
    "an operator in capitals",
    flexible({ value: BRANCHES.replace("matches", "MATCHES"), languageVersion: 1 }),
    "exchange",
    ofGithub,
  ],
  ["not", flexible({ value: `not ${BRANCHES}`, languageVersion: 1 }), "exchange", ofGithub],
];

const ALL = { LIMITS, EXACT, APPLICATIONS, FLEXIBLE };

describe.each(Object.entries(ALL))("federated credentials of Entra, %s", (_name, rows) => {
  it.each(rows.map(([words, resources, expected, claims, to]) => [words, expected, resources, claims, to] as const))(
    "%s: %s",
    async (_words, expected, resources, claims, to) => {
      const request = {
        claims: { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims },
        exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT, ...to },
      };
      const [verdict] = await verdicts(shown(resources), [request]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});
