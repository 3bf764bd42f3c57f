import { Reason } from "../answer";
import { statementsOf, TrustStatement } from "../aws/policy";
import { GoogleWorld, PoolProvider } from "../google/iam";
import { givesTokens } from "../google/impersonation";
import { gather } from "../gather";
import { isMember, isOfPeople, memberOf, Principal } from "../google/principal";
import { UnresolvedValue } from "../../terraform";
import { federatedAs, identityOf, providerOf } from "./entrance";
import { Edge, hasOwnRole, isNativeRole, isWholeNamespace, nativeSource } from "./edge";
import { flagOf } from "./exec-request";
import { World } from "./world";

/** Somebody who may act as an edge's principal, and whom no edge declares. */
export interface FurtherTrust {
  /** In words: `system:serviceaccount:evil:evil of https://…`. */
  readonly who: string;
  /** Where they are let in. */
  readonly hop: "exchange" | "impersonation";
  readonly because: Reason;
  /** Whether somebody else made what lets them in, and the edge uses it. */
  readonly isAdopted: boolean;
}

/**
 * Who else is let in where an edge's service account is: each subject of the role's trust policy, each federated credential
 * of the identity, each other provider of the pool and each member that may impersonate must be some edge's. Intruders alone would not
 * find a subject that nobody thinks of.
 */
export class FurtherTrusts {
  /** Edges by the roles, client ids and service accounts that they come by. */
  private readonly comers = new Map<string, Edge[]>();
  private readonly usedProviders = new Set<string>();
  private readonly inPools = new Map<string, PoolProvider[]>();

  public constructor(private readonly world: World) {
    const { google, edges } = world;
    for (const edge of edges) {
      for (const key of keysOf(edge)) gather(this.comers, key, edge);
      const provider = providerOf(google, edge.request);
      if (provider) this.usedProviders.add(provider.name);
    }
    for (const provider of google.everyProvider) gather(this.inPools, provider.pool, provider);
  }

  /** Those at one edge. */
  public at(edge: Edge): readonly FurtherTrust[] {
    switch (edge.request.subcommand) {
      case "eks":
        return rolesOf(edge).flatMap((arn) => this.inRole(arn, edge));
      case "gke":
        return [...this.inPool(edge), ...this.inServiceAccount(edge)];
      case "aks":
        return this.inIdentity(edge);
      case "oidc":
        return [];
    }
  }

  private inRole(arn: string, { declaration }: Edge): readonly FurtherTrust[] {
    const role = this.world.aws.roleOf(arn);
    if (!role?.resource) return [];
    const { resource, partition, account } = role;
    const expected = expectedBy(this.comers.get(arn) ?? [], arn, `arn:${partition}:iam::${account}:oidc-provider/`);
    return statements(() => role.trustPolicy()).flatMap((statement, index) =>
      strangersIn(statement, expected).map((who): FurtherTrust => ({
        who,
        hop: "exchange",
        because: { resource, argument: "assume_role_policy", line: `Statement[${index}] lets in ${who}` },
        isAdopted: declaration.adopted.includes(arn),
      })),
    );
  }

  private inIdentity({ request, declaration }: Edge): readonly FurtherTrust[] {
    const identity = identityOf(this.world.azure, request);
    if (!identity) return [];
    const declared = new Set(
      (this.comers.get(identity.clientId.toLowerCase()) ?? []).map(
        ({ declaration: { source } }) => `${source.subject} of ${source.issuer}`,
      ),
    );
    return this.world.azure.credentialsOf(identity).flatMap(({ issuer, subject, resource }): FurtherTrust[] => {
      const who = `${subject} of ${issuer}`;
      if (declared.has(who)) return [];
      const because = { resource, argument: "subject", line: `it lets in ${who}` };
      return [{ who, hop: "exchange", because, isAdopted: declaration.adopted.includes(identity.id) }];
    });
  }

  /** Another provider of the pool makes the same principals, of whatever issuer it has. */
  private inPool({ request, declaration }: Edge): readonly FurtherTrust[] {
    const own = providerOf(this.world.google, request);
    const others = (own && this.inPools.get(own.pool)) ?? [];
    return others.flatMap(({ name, issuer, resource, disabled }): FurtherTrust[] => {
      if (disabled || !resource || this.usedProviders.has(name)) return [];
      const who = `whom ${issuer || "a provider that is not of OIDC"} names`;
      const because = { resource, line: `it is in the same pool, and lets in ${who}` };
      const isAdopted = [own?.pool, own?.name].some((one) => one !== undefined && declaration.adopted.includes(one));
      return [{ who, hop: "exchange", because, isAdopted }];
    });
  }

  private inServiceAccount({ request, declaration }: Edge): readonly FurtherTrust[] {
    const email = flagOf(request, "service-account");
    if (email === undefined) return [];
    const { google } = this.world;
    const declared = this.comers.get(email) ?? [];
    return google.everyGrantOn(email).flatMap(({ role, member, resource }): FurtherTrust[] => {
      if (!givesTokens(google, role) || isOfPeople(member)) return [];
      if (declared.some((edge) => meansOnly(google, edge, member))) return [];
      const because = { resource, argument: "member", line: `${member} has ${role}` };
      return [{ who: member, hop: "impersonation", because, isAdopted: declaration.adopted.includes(email) }];
    });
  }
}

function keysOf(edge: Edge): readonly string[] {
  const names = ["service-account", "client-id"].map((name) => flagOf(edge.request, name) ?? "");
  const [account, client] = names;
  const roles = edge.request.subcommand === "eks" ? rolesOf(edge) : [];
  return [...roles, account, client.toLowerCase()].filter(Boolean);
}

/** The role that pods have by themselves, and the one that acts in the cluster. */
function rolesOf({ request, declaration }: Edge): readonly string[] {
  return [...new Set([declaration.principal, flagOf(request, "role-arn") ?? ""])].filter(Boolean);
}

/** Whom edges bring to a role. */
interface Expected {
  /** Subjects by the ARN of their issuer's registration. */
  readonly subjects: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: readonly string[];
  readonly services: readonly string[];
}

/** @param registrations the beginning of the ARNs of the account's issuers */
function expectedBy(edges: readonly Edge[], arn: string, registrations: string): Expected {
  const subjects = new Map<string, Set<string>>();
  const roles: string[] = [];
  const services: string[] = [];
  for (const edge of edges) {
    const { issuer, subject } = edge.declaration.source;
    const provider = `${registrations}${issuer.replace(/^https:\/\//, "")}`;
    if (!isEntered(edge, arn)) roles.push(edge.declaration.principal);
    else if (isNativeRole(edge)) services.push("pods.eks.amazonaws.com");
    else subjects.set(provider, (subjects.get(provider) ?? new Set()).add(subject));
  }
  return { subjects, roles, services };
}

/** Whether an edge comes to a role from outside, and not from another role. */
function isEntered(edge: Edge, arn: string): boolean {
  return !hasOwnRole(edge) || edge.declaration.principal === arn;
}

/** A policy that cannot be known or is none lets nobody in; the exchange tells it. */
function statements(policy: () => string): readonly TrustStatement[] {
  try {
    return statementsOf(policy());
  } catch (error) {
    if (error instanceof UnresolvedValue || error instanceof SyntaxError) return [];
    throw error;
  }
}

function strangersIn(
  { Effect, Principal: principal, Condition }: TrustStatement,
  expected: Expected,
): readonly string[] {
  if (Effect !== "Allow") return [];
  const named = typeof principal === "object" && principal !== null ? principal : { AWS: principal };
  return Object.entries(named as Record<string, unknown>).flatMap(([kind, names]) =>
    [names].flat().flatMap((name) => {
      if (typeof name !== "string") return [];
      if (kind !== "Federated") {
        const known = kind === "Service" ? expected.services : kind === "AWS" ? expected.roles : [];
        return known.includes(name) ? [] : [name === "*" ? "every AWS principal" : `${kind} ${name}`];
      }
      const declared = expected.subjects.get(name);
      if (!declared) return [`tokens of ${name}`];
      const subjects = subjectsIn(Condition, name.replace(/^.*:oidc-provider\//, ""));
      if (!subjects) return [`every subject of ${name}`];
      return subjects.filter((subject) => !declared.has(subject));
    }),
  );
}

/** The subjects that a condition is about, as they are written; undefined where it is about none. */
function subjectsIn(condition: unknown, issuer: string): readonly string[] | undefined {
  const key = `${issuer}:sub`.toLowerCase();
  const wanted = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
    ([operator, keys]) =>
      /string(equals|like)/i.test(operator)
        ? Object.entries(keys).flatMap(([name, values]) =>
            name.toLowerCase() === key ? [values].flat().map(String) : [],
          )
        : [],
  );
  return wanted.length ? wanted : undefined;
}

/** Whether an IAM member means an edge's service account, or those of its namespace, and nobody else. */
function meansOnly(google: GoogleWorld, edge: Edge, member: string): boolean {
  const principal = principalIn(google, edge, edge.declaration.source.subject.replace(/\*$/, "any"));
  if (!principal) return true;
  if (!isWholeNamespace(edge.declaration)) return member === memberOf(principal);
  const stranger = principalIn(google, edge, "system:serviceaccount:lab-intruder:any");
  return isMember(member, principal) && !(stranger && isMember(member, stranger));
}

/** Whom an edge's provider makes of a subject; undefined where there is no such provider, so that nobody comes. */
function principalIn(google: GoogleWorld, edge: Edge, subject: string): Principal | undefined {
  if (nativeSource(edge) === "google-metadata") return { kind: "built-in", name: edge.declaration.principal };
  return federatedAs(google, edge, subject, 0);
}
