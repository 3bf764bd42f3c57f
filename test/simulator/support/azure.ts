import { Answer, Claims, exchangeAssertion, ManagedIdentity, Signature, World } from "../../../src/simulator";
import { Args, read, Stack } from "./stack";
import { NOW, SUBJECT, tokenOf } from "./tokens";

export const SUBSCRIPTION = "00000000-1111-2222-3333-444444444444";
export const TENANT = "11111111-2222-3333-4444-555555555555";
export const ISSUER = "https://oidc.example.com/id/ABC";
export const TOKEN_AUDIENCE = "api://AzureADTokenExchange";
export const IDENTITY_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ci`;

/** One provider of Azure, which tells its subscription and tenant. */
export const AZURE = { azurerm: { subscription_id: SUBSCRIPTION, tenant_id: TENANT } };

/** A federated identity credential of the tests' service account, with arguments of one's own. */
export function credential(args: Args = {}): Args {
  return {
    name: "one",
    resource_group_name: "rg",
    parent_id: "${azurerm_user_assigned_identity.ci.id}",
    issuer: ISSUER,
    subject: SUBJECT,
    audience: [TOKEN_AUDIENCE],
    ...args,
  };
}

/** The identity `ci` with these credentials by their names. */
export function identity(credentials: Readonly<Record<string, Args>> = { one: credential() }): Stack {
  return {
    provider: AZURE,
    resource: {
      azurerm_user_assigned_identity: { ci: { name: "ci", resource_group_name: "rg", location: "westeurope" } },
      azurerm_federated_identity_credential: credentials,
    },
  };
}

/** The ids that Azure gave to the identity `ci`. */
export function idsOf(world: World): { readonly clientId: string; readonly principalId: string } {
  const [found] = world.configuration.resources("azurerm_user_assigned_identity");
  return { clientId: String(found.attribute("client_id")), principalId: String(found.attribute("principal_id")) };
}

/** What a test asks of Entra. */
export interface Ask {
  readonly claims?: Partial<Claims>;
  readonly signature?: Signature;
  readonly tenant?: string;
  readonly clientId?: string;
}

/** Shows Entra a token of the tests' service account for the identity `ci`. */
export function exchange(
  stack: Stack | World,
  { claims = {}, signature, tenant = TENANT, clientId }: Ask = {},
): Answer<ManagedIdentity> {
  const world = "configuration" in stack ? stack : read(stack);
  const { aud = TOKEN_AUDIENCE, ...others } = claims;
  const token = tokenOf(ISSUER, aud, others, signature);
  return exchangeAssertion(world.azure, tenant, clientId ?? idsOf(world).clientId, token, NOW);
}
