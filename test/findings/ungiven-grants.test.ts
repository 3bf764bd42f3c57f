import { ungivenGrants } from "../../src/findings/rules/ungiven-grants";
import { SERVICES_ANNOTATION } from "../../src/trust-declaration";
import { account, ACCOUNT, policyOf, ROLE_ARN } from "../simulator/support/aws";
import { identity, idsOf, ISSUER, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** What an edge declares must be given to its identity, also where no request can try it. */
const { clientId, principalId } = idsOf(read(identity()));
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const SEARCH = `${GROUP}/providers/Microsoft.Search/searchServices/acme`;
// "Search Index Data Reader", a role that the simulator does not know, on a service that it does not play.
const ROLE = "1407120a-92aa-4202-b7e9-c0e197c71c8f";

function declared(grant: Args): Stack {
  const service = {
    source: { cluster: "hub", issuer: ISSUER, subject: SUBJECT },
    account: { name: "core", cloud: "azure", id: SUBSCRIPTION },
    ...{ audience: TOKEN_AUDIENCE, principal: principalId, adopted: [] },
    client: { "client-id": clientId, "tenant-id": TENANT },
    grants: [{ words: "read the index", role: ROLE, resources: [SEARCH], ...grant }],
  };
  return { output: { services: { value: JSON.stringify({ [SERVICES_ANNOTATION]: [service] }) } } };
}
const assigned = (args: Args = {}): Stack => {
  const role_definition_id = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`;
  const one = { scope: SEARCH, role_definition_id, principal_id: principalId, ...args };
  return { resource: { azurerm_role_assignment: { one } } };
};
const found = (...stacks: Stack[]) =>
  ungivenGrants(read(merged(identity(), ...stacks)), NOW).map(({ severity, what }) => `${severity} ${what ?? ""}`);

it("a declared role that nothing assigns is a fault, though it is not known what it permits", () => {
  expect(found(declared({}))).toEqual(["fault read the index"]);
  expect(found(declared({}), assigned({ scope: `${SEARCH}2` }))).toEqual(["fault read the index"]);
  expect(found(declared({}), assigned({ principal_id: "99999999-8888-4777-8666-555555555555" }))).toHaveLength(1);
});

it("one that is assigned is none, and so is one that requests try", () => {
  expect(found(declared({}), assigned())).toEqual([]);
  const vault = `${GROUP}/providers/Microsoft.KeyVault/vaults/acme`;
  expect(found(declared({ role: "4633458b-17de-408a-b874-0445c86b69e6", resources: [vault] }))).toEqual([]);
});

describe("of AWS", () => {
  const bucket = "arn:aws:s3:::acme";
  const grant = (args: Args): Stack => {
    const service = {
      source: { cluster: "hub", issuer: ISSUER, subject: SUBJECT },
      account: { name: "prod", cloud: "aws", id: ACCOUNT },
      ...{ audience: "client-a", principal: ROLE_ARN, adopted: [], client: { "role-arn": ROLE_ARN } },
      grants: [{ words: "list", actions: ["s3:ListBucket"], resources: [bucket], ...args }],
    };
    return { output: { services: { value: JSON.stringify({ [SERVICES_ANNOTATION]: [service] }) } } };
  };
  const policy = (statement: Args): Stack => ({
    resource: { aws_iam_role_policy: { one: { role: "reader", policy: policyOf(statement) } } },
  });
  const given = (...stacks: Stack[]) =>
    ungivenGrants(read(merged(account(), ...stacks)), NOW).map(({ severity, what }) => `${severity} ${what ?? ""}`);
  const list = { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucket] };

  it("what a request tries, or a policy gives as it is declared, is none", () => {
    const table = { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: ["*"] };

    expect(given(grant({}), policy(list))).toEqual([]);
    // The trial tells that it is not given.
    expect(given(grant({}))).toEqual([]);
    expect(given(grant({ actions: ["dynamodb:GetItem"], resources: ["*"] }), policy(table))).toEqual([]);
  });

  it.each<[what: string, declared: Args]>([
    ["an action that no request tries on its resources", { actions: ["s3:ListBucket", "s3:GetObject"] }],
    [
      "a resource on which no action is tried",
      { resources: [bucket, `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/t`] },
    ],
    ["a condition that is none of AWS", { conditions: [{ operator: "Like", key: "s3:prefix", values: ["a"] }] }],
    ["no action", { actions: [] }],
    ["no resource", { resources: [] }],
  ])("%s is a fault", (_what, declared) => {
    expect(given(grant(declared), policy(list))).toEqual(["fault list"]);
  });
});
