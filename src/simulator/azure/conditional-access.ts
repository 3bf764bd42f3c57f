import { block, Configuration, placeOf, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { UnseenGrant } from "../cloud";
import { Edge } from "../edges/edge";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

/** What means every service principal of a tenant's own applications; managed identities are none of these. */
const EVERY = "ServicePrincipalsInMyTenant";
/** A policy that only reports, or is switched off, blocks nothing. */
const ENABLED = "enabled";

/**
 * Conditional access that may block the applications by which edges come in: under which conditions is not simulated. One that names a
 * service principal is told with what else mentions it.
 *
 * Microsoft Entra documentation: "Conditional Access for workload identities".
 *
 * @see https://learn.microsoft.com/entra/identity/conditional-access/workload-identity
 */
export function conditionalAccess(
  azure: AzureWorld,
  configuration: Configuration,
  edges: readonly Edge[],
): readonly UnseenGrant[] {
  const policies = configuration.resources("azuread_conditional_access_policy");
  if (policies.length === 0) return [];
  const applications = edges.flatMap(({ request }) => {
    const identity = identityOf(azure, request);
    return identity?.servicePrincipal ? [identity.principalId] : [];
  });
  return policies.flatMap((resource) => {
    const isBlocking = applications.some((principal) => mayBlock(resource, principal));
    if (!isBlocking) return [];
    const reason = "may block the application of an edge, as every service principal of its tenant";
    return [{ place: placeOf(resource), resource, reason }];
  });
}

function mayBlock(resource: Resource, principal: string): boolean {
  return unlessUnresolved(() => {
    if (text(resource.argument("state")) !== ENABLED) return false;
    const clients = block(block(resource.argument("conditions")).client_applications);
    const excluded = texts(clients.excluded_service_principals);
    return texts(clients.included_service_principals).includes(EVERY) && !excluded.includes(principal);
  }, true);
}
