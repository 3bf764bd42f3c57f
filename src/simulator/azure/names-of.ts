import { Edge } from "../edges/edge";
import { EdgeNames } from "../edges/mentions";
import { identityOf } from "./entrance";
import { AzureWorld } from "./read";

const OF_AZURE = /\/userAssignedIdentities\//i;
/** What templates, scripts and objects of Azure's operators say of identities that they name. */
const OF_IDENTITIES = /identit/i;

/** The identity of an edge, by its resource id and its name too, and its credentials. */
export function namesOf(azure: AzureWorld, { request }: Edge): EdgeNames {
  const identity = identityOf(azure, request);
  if (!identity) return { resources: [], ids: [], values: [] };
  const { id, resource, servicePrincipal } = identity;
  const credentials = azure.credentialsOf(identity).map((one) => one.resource);
  return {
    resources: [resource, servicePrincipal, ...credentials],
    ids: [id, identity.principalId],
    values: OF_AZURE.test(id) ? [{ text: id.split("/").at(-1) ?? "", beside: OF_IDENTITIES }] : [],
  };
}
