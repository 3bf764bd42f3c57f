import { Decider, DeclaredAccess, DeclaredGrant, deciderOf, Grant, Hop, Reason, Resource, World } from "../simulator";
import { Destination } from "./destination";
import { Holder, State } from "./holder";
import { MeshRights } from "./rights-in";
import { Subject } from "./subject";

/** The version of the list's form: it changes when a field goes or means something else. */
export const LIST_VERSION = 1;

/** A right, as the list tells it. */
export interface ListedRight extends Decider {
  readonly kind: Grant["kind"];
  readonly name: string;
  /** Left out for the whole cluster. */
  readonly namespaces?: readonly string[];
  readonly detail?: string;
  /** What it permits with a cloud's own services. */
  readonly service?: Grant["service"];
  readonly declared: boolean;
}

/** A subject at a destination, as the list tells it. */
export interface ListedHolder {
  readonly from: Subject;
  readonly to: Destination;
  readonly declared: boolean;
  readonly state: State;
  readonly principal?: string;
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
  /** What lets it in, in the order of the hops. */
  readonly by: readonly (Decider & { readonly hop: Hop })[];
  readonly rights: readonly ListedRight[];
  readonly missing: readonly (DeclaredAccess | DeclaredGrant)[];
  readonly refusal?: Decider & { readonly hop: Hop; readonly code: string; readonly message: string };
  readonly unknown?: string;
}

/** Something that was read and cannot be told. */
export interface ListedGap {
  readonly code: string;
  readonly address: string;
  readonly reason: string;
}

/** Who may do what, as `trust-mesh list --json` prints it. */
export interface List {
  readonly version: typeof LIST_VERSION;
  /** The version of the command. */
  readonly tool: string;
  readonly holders: readonly ListedHolder[];
  readonly gaps: readonly ListedGap[];
}

/** Rights with the objects' addresses and places in files. */
export function listOf(world: World, { holders, gaps }: Pick<MeshRights, "holders" | "gaps">, tool: string): List {
  const told = deciders(world);
  return {
    ...{ version: LIST_VERSION, tool },
    holders: holders.map((one) => listed(one, told)),
    gaps: distinct(gaps.map(({ code, place, reason }) => ({ code, address: place, reason }))),
  };
}

function listed(holder: Holder, told: (reason: Reason) => Decider): ListedHolder {
  const { from, to, isDeclared, state, principal, user, steps, rights, missing, refusal, unknown } = holder;
  return {
    ...{ from, to, declared: isDeclared, state },
    ...(principal === undefined ? {} : { principal }),
    ...(user ? { user } : {}),
    by: steps.map(({ hop, because }) => ({ hop, ...told(because) })),
    rights: rights.map(({ kind, name, namespaces, detail, service, isDeclared: declared, because }) => ({
      ...{ kind, name },
      ...(namespaces ? { namespaces } : {}),
      ...(detail === undefined ? {} : { detail }),
      ...(service ? { service } : {}),
      declared,
      ...told(because),
    })),
    missing,
    ...(refusal ? { refusal: refusalOf(refusal, told) } : {}),
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function refusalOf({ hop, code, message, because }: NonNullable<Holder["refusal"]>, told: (reason: Reason) => Decider) {
  return { hop, code, message, ...told(because) };
}

/** Many rights are decided by the same object: its place in the file is looked up once. */
function deciders(world: World): (reason: Reason) => Decider {
  const known = new Map<Resource, Map<string, Decider>>();
  return (reason) => {
    const { resource, argument = "", line } = reason;
    if (!resource) return { line };
    const ofResource = known.get(resource) ?? new Map<string, Decider>();
    known.set(resource, ofResource);
    const { address, where } = ofResource.get(argument) ?? deciderOf(world, reason);
    const found = { address, where, line };
    ofResource.set(argument, found);
    return found;
  };
}

function distinct(gaps: readonly ListedGap[]): readonly ListedGap[] {
  return [...new Map(gaps.map((one) => [JSON.stringify(one), one])).values()];
}
