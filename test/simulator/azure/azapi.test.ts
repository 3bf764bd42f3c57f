import { unclaimedTrusts } from "../../../src/findings/rules/unclaimed-trusts";
import { unreadTypes } from "../../../src/findings/rules/unread-types";
import {
  credential,
  exchange,
  identity,
  IDENTITY_ID,
  idsOf,
  ISSUER,
  SUBSCRIPTION,
  TENANT,
  TOKEN_AUDIENCE,
} from "../support/azure";
import { declaration, declaring } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/** Azure REST API: "Federated Identity Credentials", "Role Assignments"; Terraform registry: "azapi_resource". */
const ofAzapi = (args: Args): Stack => ({ resource: { azapi_resource: { one: args } } });
const properties = { issuer: ISSUER, subject: SUBJECT, audiences: [TOKEN_AUDIENCE] };
const CREDENTIAL = {
  type: "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31",
  parent_id: IDENTITY_ID,
  name: "one",
  body: { properties },
};
const ASSIGNMENT = {
  type: "Microsoft.Authorization/roleAssignments@2022-04-01",
  parent_id: `/subscriptions/${SUBSCRIPTION}`,
  name: "n",
};
const none = identity({ one: credential({ subject: "other" }) });

describe("a federated credential of azapi", () => {
  it.each<[string, unknown]>([
    ["an object", { properties }],
    ["JSON", JSON.stringify({ properties })],
    [
      "an expression",
      '${jsonencode({ properties = { issuer = "' +
        ISSUER +
        '", subject = "' +
        SUBJECT +
        '", audiences = ["' +
        TOKEN_AUDIENCE +
        '"] } })}',
    ],
  ])("lets its subject in, written as %s", (_form, body) => {
    expect(exchange(merged(none, ofAzapi({ ...CREDENTIAL, body }))).granted).toBe(true);
  });

  it.each<[string, Args]>([
    ["of another subject", { body: { properties: { ...properties, subject: "x" } } }],
    ["of another identity", { parent_id: `${IDENTITY_ID}2` }],
    ["of another type", { type: "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31" }],
  ])("%s does not", (_what, args) => {
    expect(exchange(merged(none, ofAzapi({ ...CREDENTIAL, ...args }))).granted).toBe(false);
  });

  it("is a trust that a document has to declare", () => {
    const found = unclaimedTrusts(read(merged(none, ofAzapi(CREDENTIAL))), NOW);
    expect(found.map(({ place }) => place)).toContain("mesh: azapi_resource.one");
  });

  // Azure REST API 2025-01-31-preview: "Either 'subject' or 'claimsMatchingExpression' must be defined, but not both."
  it("is told with its expression where it is a flexible one", () => {
    const value = "claims['sub'] matches 'repo:acme/*'";
    const flexible = { ...properties, subject: undefined, claimsMatchingExpression: { value, languageVersion: 1 } };
    const found = unclaimedTrusts(read(merged(none, ofAzapi({ ...CREDENTIAL, body: { properties: flexible } }))), NOW);
    expect(found.find(({ place }) => place === "mesh: azapi_resource.one")?.reason).toContain(
      `trusts every subject for which ${value} of ${ISSUER}, and no document declares it`,
    );
  });
});

describe("a role assignment of azapi", () => {
  const { clientId, principalId } = idsOf(read(none));
  const body = {
    properties: { principalId, roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/ABC" },
  };

  it("counts like one of azurerm", () => {
    const { azure } = read(merged(none, ofAzapi({ ...ASSIGNMENT, body })));
    expect(azure.assignmentsOf(principalId)).toMatchObject([
      { scope: ASSIGNMENT.parent_id, roleId: "abc", principalId },
    ]);
  });

  it("is read, and other objects that mention an edge's identity are gaps", () => {
    const edge = declaring({
      args: ["aks", "--client-id", clientId, "--tenant-id", TENANT],
      declaration: declaration({
        target: {
          name: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/c`,
        },
        audience: TOKEN_AUDIENCE,
        principal: principalId,
      }),
    });
    const unread = (args: Args) =>
      unreadTypes(read(merged(none, edge, ofAzapi(args))), NOW).map(({ severity, place }) => `${severity} ${place}`);
    expect(unread({ ...ASSIGNMENT, body })).toEqual([]);
    expect(unread({ ...ASSIGNMENT, type: "Microsoft.Compute/virtualMachines@2024-07-01", body })).toEqual([
      "gap mesh: azapi_resource.one",
    ]);
  });
});
