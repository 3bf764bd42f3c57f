import { Expected, inWords, verdicts } from "./support/ask";
import {
  APP,
  application,
  AUDIENCE,
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

const OWN = [identity, credential()];
const now = Math.floor(Date.now() / 1000);
const exact = { subject: SUBJECT, audiences: [AUDIENCE] };

/**
 * Federated credentials and what Entra answers to a token. Microsoft Entra documentation: "Configure a user-assigned managed
 * identity to trust an external identity provider", "Important considerations and restrictions for federated identity credentials",
 * "Microsoft Entra authentication and authorization error codes"; Microsoft Graph, "federatedIdentityCredential resource type".
 */
const CASES: readonly [
  words: string,
  resources: readonly Shown[],
  expected: Expected,
  claims?: object,
  header?: object,
][] = [
  ["the subject", OWN, "allowed"],
  ["no credential", [identity], "exchange AADSTS70025"],
  ["another subject", OWN, "exchange AADSTS700213", { sub: "system:serviceaccount:deploy:other" }],
  ["the subject in another letter case", OWN, "exchange", { sub: SUBJECT.replace("deployer", "Deployer") }],
  [
    "a subject that the credential's begins",
    [identity, credential({ subject: "system:serviceaccount:deploy:dep" })],
    "exchange AADSTS700213",
  ],
  [
    "a star in the credential's subject",
    [identity, credential({ subject: "system:serviceaccount:deploy:*" })],
    "exchange AADSTS700213",
  ],
  [
    "an issuer without the slash",
    [identity, credential({ issuer: ISSUER.replace(/\/$/, "") })],
    "exchange AADSTS700211",
  ],
  [
    "an issuer in another letter case",
    [identity, credential({ issuer: ISSUER.toLowerCase() })],
    "exchange AADSTS700211",
  ],
  ["another audience in the token", OWN, "exchange AADSTS700212", { aud: "api://other" }],
  ["an audience in another letter case", OWN, "exchange", { aud: "api://azureadtokenexchange" }],
  [
    "another audience in both",
    [identity, credential({ audience: ["sts.amazonaws.com"] })],
    "allowed",
    { aud: "sts.amazonaws.com" },
  ],
  [
    "the audience of another cloud",
    [identity, credential({ audience: ["api://AzureADTokenExchangeUSGov"] })],
    "exchange AADSTS700212",
  ],
  [
    "the second of two credentials",
    [identity, credential({ subject: "system:serviceaccount:a:b" }, "a"), credential()],
    "allowed",
  ],
  [
    "subject and issuer of different credentials",
    [identity, credential({ subject: "x" }, "a"), credential({ issuer: "https://other.example" }, "b")],
    "exchange",
  ],
  ["a credential of another identity", [identity, credential({ parent_id: `${IDENTITY}2` })], "exchange AADSTS70025"],
  [
    "the identity's id in another letter case",
    [identity, credential({ parent_id: IDENTITY.replace("resourceGroups", "resourcegroups") })],
    "allowed",
  ],
  [
    "the newer argument for the identity",
    [
      identity,
      credential({ parent_id: undefined, resource_group_name: undefined, user_assigned_identity_id: IDENTITY }),
    ],
    "allowed",
  ],
  [
    "azapi's credential",
    [
      identity,
      {
        type: "azapi_resource",
        name: "one",
        values: {
          type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31",
          name: "own",
          parent_id: IDENTITY,
          body: { properties: { issuer: ISSUER, subject: SUBJECT, audiences: [AUDIENCE] } },
        },
      },
    ],
    "allowed",
  ],
  ["an expired token", OWN, "exchange", { iat: now - 7200, nbf: now - 7200, exp: now - 3600 }],
  ["a token of the future", OWN, "exchange", { iat: now + 3600, nbf: now + 3600, exp: now + 7200 }],
  ["a token without exp", OWN, "exchange", { exp: null }],
  // https://www.rfc-editor.org/rfc/rfc7519#section-2: a NumericDate is a number
  ["a token whose exp is a text", OWN, "exchange AADSTS700024", { exp: `${now + 3600}` }],
  ["a token whose nbf is a text", OWN, "exchange AADSTS700024", { nbf: `${now - 1}` }],
  ["a token whose nbf is no date of the calendar", OWN, "exchange AADSTS700024", { nbf: 1e300 }],
  ["RS256", OWN, "allowed", {}, { alg: "RS256", kid: "key" }],
  ["ES256", OWN, "exchange", {}, { alg: "ES256", kid: "key" }],
  ["no signature's algorithm", OWN, "exchange", {}, { alg: "none" }],
  // An application's credentials
  ["an application", application(exact), "allowed"],
  [
    "an application by its object id",
    application({ ...exact, application_id: undefined, application_object_id: APP }),
    "allowed",
  ],
  ["an application's other subject", application({ ...exact, subject: "x" }), "exchange AADSTS700213"],
  [
    "another application",
    application({ ...exact, application_id: "/applications/b9900000-0000-4000-8000-000000000003" }),
    "exchange",
  ],
  [
    "an issuer of Entra is refused",
    [identity, credential({ issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` })],
    "exchange AADSTS700222",
    { iss: `https://login.microsoftonline.com/${TENANT}/v2.0` },
  ],
  // A Kubernetes issuer is not accepted by a flexible credential
  [
    "a flexible credential",
    application(
      { audience: AUDIENCE, claims_matching_expression: `claims['sub'] matches 'system:serviceaccount:deploy:*'` },
      { type: "azuread_application_flexible_federated_identity_credential" },
    ),
    "exchange",
  ],
];

const FLOW = "contoso/ci/.github/workflows/deploy.yml@refs/heads/main";
const flexible = (expression: string, more: object = {}) =>
  application(
    { audience: AUDIENCE, issuer: GITHUB, claims_matching_expression: expression, ...more },
    { type: "azuread_application_flexible_federated_identity_credential" },
  );
const SUB = "claims['sub']";

/**
 * Flexible credentials: an expression of `eq`, `matches` with `*` and `?`, and `and`, on claims that depend on the issuer.
 *
 * https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials
 */
const FLEXIBLE: readonly [words: string, resources: readonly Shown[], claims: object, expected: Expected][] = [
  ["every branch", flexible(`${SUB} matches 'repo:contoso/app:ref:refs/heads/*'`), {}, "allowed"],
  ["a branch of four characters", flexible(`${SUB} matches 'repo:contoso/app:ref:refs/heads/????'`), {}, "allowed"],
  [
    "a branch of three characters",
    flexible(`${SUB} matches 'repo:contoso/app:ref:refs/heads/???'`),
    {},
    "exchange AADSTS700213",
  ],
  ["the subject itself", flexible(`${SUB} eq '${MAIN}'`), {}, "allowed"],
  ["a star after eq", flexible(`${SUB} eq 'repo:contoso/app:*'`), {}, "exchange AADSTS700213"],
  [
    "another repository",
    flexible(`${SUB} matches 'repo:contoso/app:*'`),
    { sub: "repo:contoso/app2:ref:refs/heads/main" },
    "exchange",
  ],
  ["a fork", flexible(`${SUB} matches 'repo:contoso/*'`), { sub: "repo:stranger/app:ref:refs/heads/main" }, "exchange"],
  [
    "a repository whose owner begins alike",
    flexible(`${SUB} matches 'repo:contoso/*'`),
    { sub: "repo:contoso-evil/app:ref:refs/heads/main" },
    "exchange",
  ],
  [
    "a pull request",
    flexible(`${SUB} matches 'repo:contoso/app:ref:*'`),
    { sub: "repo:contoso/app:pull_request" },
    "exchange",
  ],
  [
    "a pull request that the star lets in",
    flexible(`${SUB} matches 'repo:contoso/app:*'`),
    { sub: "repo:contoso/app:pull_request" },
    "allowed",
  ],
  [
    "another environment",
    flexible(`${SUB} matches 'repo:contoso/*:environment:prod'`),
    { sub: "repo:contoso/app:environment:dev" },
    "exchange",
  ],
  ["a pattern in the middle of the subject", flexible(`${SUB} matches 'contoso/app'`), {}, "exchange"],
  [
    "a reusable workflow",
    flexible(
      `${SUB} matches 'repo:contoso/*' and claims['job_workflow_ref'] matches 'contoso/ci/.github/workflows/*@refs/heads/main'`,
    ),
    { job_workflow_ref: FLOW },
    "allowed",
  ],
  [
    "a reusable workflow of another branch",
    flexible(
      `${SUB} matches 'repo:contoso/*' and claims['job_workflow_ref'] matches 'contoso/ci/.github/workflows/*@refs/heads/main'`,
    ),
    { job_workflow_ref: FLOW.replace("main", "dev") },
    "exchange",
  ],
  ["a reusable workflow that the token has not", flexible("claims['job_workflow_ref'] eq 'x'"), {}, "exchange"],
  [
    "a claim that may not be asked for",
    flexible("claims['repository_owner'] eq 'contoso'"),
    { repository_owner: "contoso" },
    "exchange",
  ],
  ["or, which there is not", flexible(`${SUB} eq 'x' or ${SUB} eq '${MAIN}'`), {}, "exchange"],
  ["another audience", flexible(`${SUB} matches '*'`), { aud: "api://other" }, "exchange"],
  ["another issuer", flexible(`${SUB} matches '*'`, { issuer: "https://gitlab.com" }), {}, "exchange"],
  [
    "GitLab",
    flexible(`${SUB} matches 'project_path:contoso/app:*'`, { issuer: "https://gitlab.com" }),
    { iss: "https://gitlab.com", sub: "project_path:contoso/app:ref_type:branch:ref:main" },
    "allowed",
  ],
  [
    "GitLab, another project",
    flexible(`${SUB} matches 'project_path:contoso/app:*'`, { issuer: "https://gitlab.com" }),
    { iss: "https://gitlab.com", sub: "project_path:contoso/app2:ref_type:branch:ref:main" },
    "exchange",
  ],
  [
    "one's own GitLab",
    flexible(`${SUB} matches 'project_path:contoso/*'`, { issuer: "https://gitlab.acme.com" }),
    { iss: "https://gitlab.acme.com", sub: "project_path:contoso/app:ref_type:tag:ref:v1" },
    "allowed",
  ],
  [
    "Terraform Cloud",
    flexible(`${SUB} matches 'organization:acme:project:p:workspace:w:run_phase:*'`, {
      issuer: "https://app.terraform.io",
    }),
    { iss: "https://app.terraform.io", sub: "organization:acme:project:p:workspace:w:run_phase:apply" },
    "allowed",
  ],
  [
    "an issuer without flexible credentials",
    flexible(`${SUB} matches '*'`, { issuer: ISSUER }),
    { iss: ISSUER, sub: SUBJECT },
    "exchange",
  ],
];

describe("flexible credentials of Azure", () => {
  it.each(FLEXIBLE.map(([words, resources, claims, expected]) => [words, expected, resources, claims] as const))(
    "%s: %s",
    async (_words, expected, resources, claims) => {
      const request = {
        claims: { iss: GITHUB, sub: MAIN, aud: AUDIENCE, ...claims },
        exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT },
      };
      const [verdict] = await verdicts(shown(resources), [request]);
      expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
    },
  );
});

describe("federated credentials of Azure", () => {
  it.each(
    CASES.map(([words, resources, expected, claims, header]) => [words, expected, resources, claims, header] as const),
  )("%s: %s", async (_words, expected, resources, claims, header) => {
    const request = {
      claims: { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims },
      ...(header && { header }),
      exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT },
    };
    const [verdict] = await verdicts(shown(resources), [request]);
    expect({ is: inWords(verdict, expected), verdict }).toMatchObject({ is: expected });
  });

  it("knows no other tenant and no other client", async () => {
    const ask = (exchange: object) => ({
      claims: { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE },
      exchange: { cloud: "azure", tenantId: TENANT, clientId: CLIENT, ...exchange },
    });
    const answers = await verdicts(shown(OWN), [
      ask({ tenantId: "00000000-0000-4000-8000-000000000000" }),
      ask({ clientId: APP }),
      ask({ clientId: CLIENT.toUpperCase() }),
    ]);
    expect(answers.map((one) => inWords(one, "exchange"))).toEqual(["exchange", "exchange", "allowed"]);
  });
});
