import { answer } from "../../src/cli/can-i/answer";
import { credential, identity, idsOf, ISSUER, TENANT } from "../simulator/support/azure";
import { read } from "../simulator/support/stack";
import { NOW, SUBJECT } from "../simulator/support/tokens";

/** Asks for an exchange of an ordinary token of the subject, for the identity of one credential with this audience. */
function exchangeFor(audience: string) {
  const world = read(identity({ one: credential({ audience: [audience] }) }));
  const { clientId } = idsOf(world);
  const caller = { claims: { iss: ISSUER, sub: SUBJECT }, signature: "good" } as const;
  const exchange = { cloud: "azure", tenantId: TENANT, clientId } as const;
  return answer(world, { kind: "exchange", caller, exchange }, NOW);
}

// "Configure an app to trust an external identity provider", Microsoft Entra Workload ID: the audiences of the clouds.
it.each(["api://AzureADTokenExchange", "api://AzureADTokenExchangeUSGov", "api://AzureADTokenExchangeChina"])(
  "an ordinary token is for the cloud of the identity: %s",
  (audience) => {
    expect(exchangeFor(audience)).toMatchObject({ allowed: true, hop: "exchange" });
  },
);

it("an ordinary token has no audience that is no cloud's, whatever a credential says", () => {
  expect(exchangeFor("api://AzureADTokenExchang")).toMatchObject({
    allowed: false,
    hop: "exchange",
    code: "AADSTS700212",
  });
});
