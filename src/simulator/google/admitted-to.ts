import { Edge, nativeSource } from "../edges/edge";
import { FurtherTrust } from "../edges/further-trust";
import { gather } from "../gather";
import { federatedAs, providerOf } from "./entrance";
import { builtInPrincipal, impersonatedAccount } from "./built-in";
import { ON_ACCOUNT, verdictOf } from "./grants";
import { givesCredentials, givesTokens, isUnknownChanger, leadsToIdentity, mayLeadToIdentity } from "./impersonation";
import { exampleOf, kindOf } from "../subjects/kinds";
import { isPattern, Stranger } from "../subjects/subject-kind";
import { isMember, memberOf, Principal } from "./principal";
import { PoolProvider, toldBy } from "./pools";
import { GoogleWorld } from "./read";

/** Other providers of an edge's pool, and members that may act as its service account, that no edge declares. */
export function admittedTo(google: GoogleWorld, edges: readonly Edge[]): (edge: Edge) => readonly FurtherTrust[] {
  const byAccount = new Map<string, Edge[]>();
  const used = new Set<string>();
  const inPools = new Map<string, PoolProvider[]>();
  for (const edge of edges) {
    const email = impersonatedAccount(edge);
    if (email !== undefined) gather(byAccount, email, edge);
    const provider = providerOf(google, edge.request);
    if (provider) used.add(provider.name);
  }
  for (const provider of google.everyProvider) {
    if (!used.has(provider.name)) gather(inPools, provider.pool, provider);
  }
  const own = new Set(edges.map(({ declaration }) => declaration.principal));
  return (edge) => [
    ...inPool(google, edge, inPools),
    ...changingPool(google, edge, own),
    ...inServiceAccount(google, edge, byAccount, edges),
  ];
}

/** Another provider of the pool makes the same principals, of whatever issuer it has. */
function inPool(
  google: GoogleWorld,
  { request, declaration }: Edge,
  unused: ReadonlyMap<string, readonly PoolProvider[]>,
): readonly FurtherTrust[] {
  const own = providerOf(google, request);
  const others = (own && unused.get(own.pool)) ?? [];
  return others.flatMap((other): FurtherTrust[] => {
    const { issuer, disabled } = other;
    const found = toldBy(other);
    if (disabled || !found) return [];
    const who = `whom ${issuer || "a provider that is not of OIDC"} names`;
    const because = { resource: found, line: `it is in the same pool, and lets in ${who}` };
    const isAdopted = [own?.pool, own?.name].some((one) => one !== undefined && declaration.adopted.includes(one));
    return [{ who, hop: "exchange", because, isAdopted }];
  });
}

/**
 * Google's own roles whose members may change the providers of every pool in a project, and so come as any of its principals.
 *
 * IAM documentation: "Workload Identity Federation", on required roles; "Basic and predefined roles".
 */
const POOL_ROLES = ["roles/iam.workloadIdentityPoolAdmin", "roles/owner"];
const POOL_PERMISSIONS = ["iam.workloadIdentityPoolProviders.create", "iam.workloadIdentityPoolProviders.update"];

/** Members who may change the edge's pool: that they come in by it is not sure. @param principals those of the edges */
function changingPool(google: GoogleWorld, edge: Edge, principals: ReadonlySet<string>): readonly FurtherTrust[] {
  const { request, declaration } = edge;
  const provider = providerOf(google, request);
  const shown = toldBy(provider);
  const project = shown && google.projectIdOf(shown);
  if (!provider || project === undefined) return [];
  const email = impersonatedAccount(edge);
  const onAccount = new Set(email === undefined ? [] : google.everyGrantOn(email));
  return google.grantsOnProject(project).flatMap((grant): FurtherTrust[] => {
    const { role, member, resource } = grant;
    const mayChange =
      POOL_ROLES.includes(role) ||
      google.permissionsOf(role)?.some((one) => POOL_PERMISSIONS.includes(one)) === true ||
      isUnknownChanger(google, role);
    // Of a service account they are told with who else may act as it.
    const isTold = onAccount.has(grant) && mayLeadToIdentity(google, role);
    if (!mayChange || isTold || member.startsWith("deleted:") || principals.has(member)) return [];
    const because = {
      resource,
      argument: "member",
      line: `${member} has ${role}, and may change the providers of its pool`,
    };
    return [
      { who: member, hop: "exchange", because, isAdopted: declaration.adopted.includes(provider.pool), isUnsure: true },
    ];
  });
}

function inServiceAccount(
  google: GoogleWorld,
  edge: Edge,
  byAccount: ReadonlyMap<string, readonly Edge[]>,
  edges: readonly Edge[],
): readonly FurtherTrust[] {
  const { declaration } = edge;
  const email = impersonatedAccount(edge);
  if (email === undefined) return [];
  const declared = byAccount.get(email) ?? [];
  const isAdopted = declaration.adopted.includes(email);
  const own = new Set(google.grantsOnAccount(email));
  const principals = new Set([...edges, ...declared].map((one) => one.declaration.principal));
  return google.everyGrantOn(email).flatMap((grant): FurtherTrust[] => {
    const { role, member, resource } = grant;
    const isGiven = givesTokens(google, role) || (own.has(grant) && leadsToIdentity(google, role));
    if (member.startsWith("deleted:") || !mayLeadToIdentity(google, role)) return [];
    const verdict = verdictOf(grant, ON_ACCOUNT);
    if (verdict === "fails") return [];
    if (givesTokens(google, role) && declared.some((edge) => meansOnly(google, edge, member))) return [];
    // What an edge's own principal may do is told with its rights.
    if (!isGiven && principals.has(member)) return [];
    const because = { resource, argument: "member", line: `${member} has ${role}` };
    const isSure = isGiven || givesCredentials(google, role);
    const unsure = isSure && verdict === "holds" ? {} : { isUnsure: true };
    return [{ who: member, hop: "impersonation", because, isAdopted, ...unsure }];
  });
}

/** Whether an IAM member means an edge's subject, or those of its pattern, and no other. */
function meansOnly(google: GoogleWorld, edge: Edge, member: string): boolean {
  const principal = principalIn(google, edge, exampleOf(edge.declaration.source));
  if (!principal) return true;
  if (!isPattern(edge.declaration)) return member === memberOf(principal);
  const strangers = kindOf(edge.declaration.source).strangersTo(edge.declaration.source.subject);
  const isOther = ({ subject }: Stranger) => {
    const stranger = principalIn(google, edge, subject);
    return stranger !== undefined && isMember(member, stranger);
  };
  return isMember(member, principal) && !strangers.some(isOther);
}

/** The principal that an edge's subject maps to; undefined where there is no such provider, so that none comes in. */
function principalIn(google: GoogleWorld, edge: Edge, subject: string): Principal | undefined {
  if (nativeSource(edge) === "google-metadata") return builtInPrincipal(edge);
  return federatedAs(google, edge, subject, 0);
}
