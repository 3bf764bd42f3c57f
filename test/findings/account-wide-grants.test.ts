import { accountWideGrants } from "../../src/findings/rules/account-wide-grants";
import { account, ROLE_ARN } from "../simulator/support/aws";
import { identity, idsOf, SUBSCRIPTION, TENANT, TOKEN_AUDIENCE } from "../simulator/support/azure";
import { declaration, declaring, EKS_ARGS } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** Rights over an account or a subscription of an edge, which are given by what is not read. */
const one = (type: string, args: Args): Stack => ({ resource: { [type]: { one: args } } });
const found = (base: Stack, type: string, args: Args) =>
  accountWideGrants(read(merged(base, one(type, args))), NOW).map(({ severity, place }) => `${severity} ${place}`);

const onAws = merged(account(), declaring({ args: EKS_ARGS, declaration: declaration({ principal: ROLE_ARN }) }));
const { clientId, principalId } = idsOf(read(identity()));
const onAzure = merged(
  identity(),
  declaring({
    args: ["aks", "--tenant-id", TENANT, "--client-id", clientId],
    declaration: declaration({ audience: TOKEN_AUDIENCE, principal: principalId }),
  }),
);

describe("rights over a whole account", () => {
  // AWS IAM Identity Center User Guide, "Assign user access to AWS accounts". Azure Lighthouse, "Azure Lighthouse architecture": a
  // registration assignment projects the definition's authorizations onto a subscription or a resource group.
  it.each<[string, Stack, string, Args]>([
    ["an account of AWS", onAws, "aws_ssoadmin_account_assignment", { target_id: "111122223333", principal_id: "x" }],
    ["an account of AWS", onAws, "awscc_sso_assignment", { target_id: "111122223333", principal_id: "x" }],
    ["a subscription", onAzure, "azurerm_lighthouse_assignment", { scope: `/subscriptions/${SUBSCRIPTION}` }],
    [
      "a resource group, in another letter case",
      onAzure,
      "azurerm_lighthouse_assignment",
      { scope: `/subscriptions/${SUBSCRIPTION}/resourcegroups/RG/` },
    ],
  ])("are a gap where an edge is in it: %s", (_what, base, type, args) => {
    expect(found(base, type, args)).toEqual([`gap mesh: ${type}.one`]);
  });

  it.each<[string, Stack, string, Args]>([
    ["an account of AWS", onAws, "aws_ssoadmin_account_assignment", { target_id: "222233334444", principal_id: "x" }],
    ["a subscription", onAzure, "azurerm_lighthouse_assignment", { scope: `/subscriptions/${TENANT}` }],
    [
      "a group",
      onAzure,
      "azurerm_lighthouse_assignment",
      { scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-2` },
    ],
    ["an account that is not known", onAws, "aws_ssoadmin_account_assignment", { target_id: "${var.account}" }],
  ])("are none where no edge is known to be in it: %s", (_what, base, type, args) => {
    expect(found(base, type, args)).toEqual([]);
  });
});
