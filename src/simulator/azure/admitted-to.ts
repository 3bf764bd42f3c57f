import { IDENTITY_GIVING_ROLE_IDS } from "../../vendor/azure/roles";
import { Edge } from "../edges/edge";
import { FurtherTrust } from "../edges/further-trust";
import { flagOf } from "../edges/exec-request";
import { gather } from "../gather";
import { identityOf } from "./entrance";
import { AzureWorld, ManagedIdentity } from "./read";
import { RoleAssignment } from "./role-assignments";
import { covers } from "./service-roles";

/** The subjects that the federated credentials of an edge's identity admit, and that no edge declares. */
export function admittedTo(azure: AzureWorld, edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[] {
  const byClient = new Map<string, Edge[]>();
  // What an edge's own identity may do is told with its rights.
  const principals = new Set(edges.map(({ declaration }) => declaration.principal.toLowerCase()));
  const giving = [...azure.everyAssignment, ...azure.eligibleAssignments].filter(
    ({ principalId, roleId }) => !principals.has(principalId.toLowerCase()) && givesIdentity(azure, roleId),
  );
  for (const edge of edges) {
    const client = flagOf(edge.request, "client-id")?.toLowerCase();
    if (client) gather(byClient, client, edge);
  }
  return ({ request, declaration }) => {
    const identity = identityOf(azure, request);
    if (!identity) return [];
    const edgesOfIt = byClient.get(identity.clientId.toLowerCase()) ?? [];
    const declared = new Set(edgesOfIt.map(({ declaration: { source } }) => `${source.subject} of ${source.issuer}`));
    const isAdopted = declaration.adopted.includes(identity.id);
    const byCredentials = azure
      .admittingCredentialsOf(identity)
      .flatMap(({ issuer, subject, resource }): FurtherTrust[] => {
        const who = `${subject} of ${issuer}`;
        if (declared.has(who)) return [];
        const because = { resource, argument: "subject", line: `it lets in ${who}` };
        return [{ who, hop: "exchange", because, isAdopted }];
      });
    const because = { resource: identity.resource, argument: "password", line: "the application has a password" };
    const bySecret: FurtherTrust[] = identity.hasSecret
      ? [{ who: "a holder of the application's password", hop: "exchange", because, isAdopted }]
      : [];
    const others = [...byOwners(identity, declaration.owners), ...byRoles(giving, identity)];
    return [...byCredentials, ...bySecret, ...others.map((one) => ({ ...one, isAdopted }))];
  };
}

/** The application's owners that the edge's document does not list. A document without a list of owners makes each of them unsure. */
function byOwners(
  { owners = [] }: ManagedIdentity,
  declared: readonly string[] | undefined,
): readonly Omit<FurtherTrust, "isAdopted">[] {
  const named = new Set(declared?.map((owner) => owner.toLowerCase()));
  return owners
    .filter(({ id }) => !named.has(id.toLowerCase()))
    .map(({ id, resource }) => {
      const because = {
        resource,
        argument: "owners",
        line: `${id} owns the application, and may add a credential to it`,
      };
      return { who: id, hop: "exchange", because, ...(declared ? {} : { isUnsure: true }) } as const;
    });
}

/**
 * Principals whose role on the identity, or above it, lets them act as it: above it many have one, so that is not sure.
 *
 * Azure documentation: "Manage user-assigned managed identities", on roles.
 */
function byRoles(
  giving: readonly RoleAssignment[],
  { id }: ManagedIdentity,
): readonly Omit<FurtherTrust, "isAdopted">[] {
  const own = `${id.toLowerCase()}/`;
  return giving.flatMap(({ principalId, roleId, scope, resource, condition }) => {
    const above = scope.toLowerCase().replace(/\/+$/, "");
    // Which subscriptions a management group has is not known.
    const isManagement = above.startsWith("/providers/microsoft.management/");
    if (!isManagement && !own.startsWith(`${above}/`)) return [];
    const because = { resource, argument: "scope", line: `${principalId} has the role ${roleId} on ${scope}` };
    const isSure = scope.toLowerCase() === id.toLowerCase() && condition === undefined;
    return [{ who: principalId, hop: "exchange", because, ...(isSure ? {} : { isUnsure: true }) } as const];
  });
}

const GIVING = Object.entries(IDENTITY_GIVING_ROLE_IDS).flat();
const ACTIONS = [
  "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
  "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
  "Microsoft.Authorization/roleAssignments/write",
];

function givesIdentity(azure: AzureWorld, roleId: string): boolean {
  if (GIVING.includes(roleId)) return true;
  const has = (patterns: readonly string[], action: string) => patterns.some((one) => covers(one, action));
  return (
    azure
      .customRoleOf(roleId)
      ?.some(({ actions, notActions }) => ACTIONS.some((one) => has(actions, one) && !has(notActions, one))) === true
  );
}
