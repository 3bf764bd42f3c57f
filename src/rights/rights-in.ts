import {
  CraftedTrust,
  craftedTrusts,
  Finding,
  FindingCode,
  openFindingsIn,
  RefusedObject,
  unclaimedTrusts,
  undeclaredTrust,
} from "../findings";
import {
  Cluster,
  declaredAccess,
  DeclaredAccess,
  Edge,
  everyRight,
  EVERYONE_AUTHENTICATED,
  FurtherTrusts,
  isServiceEdge,
  KubernetesUser,
  ownJourney,
  placeOf,
  Resource,
  World,
} from "../simulator";
import { besideCluster } from "./account-holders";
import { CLOUD_LABELS, Destination, destinationOf } from "./destination";
import { ComparedHolder, Holder, Right, Step } from "./holder";
import { ofServiceEdge } from "./service-holder";
import { issuerNames, strangerOf, subjectOf } from "./subject";

/** Who may do what, as far as it is known, and what is not known. */
export interface MeshRights extends HeldRights {
  /** In the order of their names. */
  readonly holders: readonly Holder[];
  /** What was read and cannot be told: any of it may grant more. */
  readonly gaps: readonly Finding[];
}

/** Who may do what, as far as it is compared. */
export interface HeldRights {
  readonly holders: readonly ComparedHolder[];
}

/**
 * Who may do what in a world: each declared edge as the simulator lets it act, and every other identity that is admitted where
 * one of them is.
 *
 * @param now seconds since 1970
 * @param findings what rules find in the world at that time, where that is known already
 */
export function rightsIn(world: World, now: number, findings = openFindingsIn(world, now)): MeshRights {
  const unused = findings.filter(({ code }) => code === "unclaimed-trust");
  return {
    holders: holdersOf(world, unused, now),
    gaps: findings.filter(mayGrantMore),
  };
}

/**
 * What another world is compared with: the same without what the rules find, and without the world, so that it can be forgotten
 * before the other one is read.
 *
 * @param now seconds since 1970
 */
export function heldIn(world: World, now: number): HeldRights {
  return { holders: holdersOf(world, unclaimedTrusts(world, now), now).map(compared) };
}

function compared({ from, to, state, unknown, rights }: Holder): ComparedHolder {
  const whole = { ...{ from, to, state }, ...(unknown === undefined ? {} : { unknown }) };
  return { ...whole, rights: rights.map((right) => ({ ...right, because: addressed(right.because) })) };
}

function addressed({ resource }: Right["because"]): ComparedHolder["rights"][number]["because"] {
  return resource ? { resource: { stack: resource.stack, address: resource.address } } : {};
}

/** @param unused trusts that no document declares */
function holdersOf(world: World, unused: readonly Finding[], now: number): readonly Holder[] {
  const trusts = FurtherTrusts.of(world);
  const names = issuerNames(world.everyEdge);
  // Some clouds tell a further subject without its issuer; the same trust, which no document uses, has it.
  const crafted = craftedTrusts(world, now).filter(({ isOwn }) => isOwn);
  const whole = (who: string, resource?: Resource) =>
    unused.find((one) => one.trusted?.subject === who.split(" of ")[0] && one.resource === resource);
  const holders = world.everyEdge.flatMap((edge): readonly Holder[] => {
    const own = isServiceEdge(edge) ? ofServiceEdge(world, edge, now) : ofEdge(world, edge, now);
    const all = isServiceEdge(edge) ? [own] : [own, ...besideCluster(world, edge, own, now)];
    const sure = trusts.at(edge).filter(({ isUnsure }) => !isUnsure);
    const strangers = sure.map(({ who, hop, because }) => ({
      from: strangerOf(whole(who, because.resource)?.what ?? who, names),
      steps: [{ hop, because }],
    }));
    const other = crafted.find((one) => one.edge === edge);
    return [
      ...all,
      ...[...strangers, ...(other ? [otherSubject(other)] : [])].flatMap((stranger) =>
        all.map((one) => ({ ...one, ...undeclared(one), ...stranger })),
      ),
    ];
  });
  const told = new Set(
    holders.flatMap(({ isDeclared, from, steps }) =>
      isDeclared ? [] : steps.map(({ because }) => placeOfTrust(from.subject, because.resource)),
    ),
  );
  const others = unused.filter(({ trusted, resource }) => !told.has(placeOfTrust(trusted?.subject, resource)));
  return distinct([...holders, ...others.flatMap((one) => unclaimed(world, one, names))]);
}

/** Subjects that a provider of a pool takes for a declared one: there is no end of them, so they have one name. */
function otherSubject({ edge, provider: { resource } }: CraftedTrust): Pick<Holder, "from" | "steps"> {
  const { cluster, issuer } = edge.declaration.source;
  const line = `lets in further subjects of ${issuer} as the declared one`;
  const because = { resource, argument: "attribute_condition", line };
  return { from: { name: `${cluster}: further subjects`, cluster, issuer }, steps: [{ hop: "exchange", because }] };
}

/** The same identity acts, no matter which trusted subject brings the token. */
function undeclared({
  state,
  rights,
}: Holder): Pick<Holder, "isDeclared" | "state" | "unknown" | "rights" | "missing"> {
  return {
    isDeclared: false,
    ...(state === "refused"
      ? { state: "unknown", unknown: "the way by which it comes in is not simulated" }
      : { state }),
    rights: rights.map((right) => ({ ...right, isDeclared: false })),
    missing: [],
  };
}

/** Faults that give more than the holders' rights tell: to identities that are not known, or by an identity that goes on to another. */
const BEYOND_HOLDERS: readonly Exclude<FindingCode, RefusedObject["code"]>[] = [
  "given-out",
  "unclaimed-grant",
  "uploaded-keys",
];

/** Whether something that was found may grant more than the rights that are told. */
export function mayGrantMore({ severity, code, hop }: Finding): boolean {
  if (severity !== "fault") return severity === "gap";
  return BEYOND_HOLDERS.some((one) => one === code) || (code === "further-right" && hop === "impersonation");
}

function ofEdge(world: World, edge: Edge, now: number): Holder {
  const { principal } = edge.declaration;
  const cluster = world.clusterOf(edge);
  const { answers, user, refusal } = ownJourney(world, edge, now);
  const steps = answers.flatMap(({ granted, hop, because }): Step[] => (granted ? [{ hop, because }] : []));
  const held = { from: subjectOf(edge), to: destinationOf(world, cluster), isDeclared: true, steps, edge };
  const accesses = declaredAccess(world, edge);
  if (!user) {
    const isUnknown = refusal?.code === "not simulated" || edge.request.subcommand === "oidc";
    const why = { ...(refusal ? { refusal } : {}), ...(isUnknown ? { unknown: refusal?.because.line } : {}) };
    return { ...held, state: isUnknown ? "unknown" : "refused", ...why, rights: [], missing: accesses };
  }
  const rights = rightsOf(world, cluster, user, accesses);
  const groups = user.groups.filter((group) => group !== EVERYONE_AUTHENTICATED);
  return {
    ...{ ...held, state: "admitted", principal, user: { name: user.name, groups }, rights },
    missing: accesses.filter(
      // What one access alone declares is known already.
      (access) => !isGiven(access, accesses.length === 1 ? rights : rightsOf(world, cluster, user, [access])),
    ),
  };
}

/** What a user has, and which of it is declared. */
export function rightsOf(
  world: World,
  cluster: Cluster,
  user: KubernetesUser,
  accesses: readonly DeclaredAccess[],
): readonly Right[] {
  return everyRight(world, cluster, user, accesses).map(({ right: { grant, because }, isDeclared }): Right => ({
    ...grant,
    isDeclared,
    because,
  }));
}

/** Whether the grants that an access declares give it in every namespace of it. */
function isGiven(access: DeclaredAccess, rights: readonly Right[]): boolean {
  const places = rights.filter((one) => one.isDeclared);
  if (places.some(({ namespaces }) => namespaces === undefined)) return true;
  const given = new Set(places.flatMap(({ namespaces = [] }) => namespaces));
  return access.namespaces.length > 0 && access.namespaces.every((namespace) => given.has(namespace));
}

/** A trust that no document uses: nothing tells where its subject acts. */
function unclaimed(
  { clouds }: World,
  { trusted, resource }: Finding,
  names: ReadonlyMap<string, string>,
): readonly Holder[] {
  if (!trusted || !resource) return [];
  const cloud = clouds.find(({ simulatedTypes }) => simulatedTypes.includes(resource.type)) ?? clouds[0];
  const place = placeOf(resource);
  const to: Destination = {
    ...{ kind: "account", label: place, name: place, cloud: CLOUD_LABELS[cloud.kind], account: "" },
  };
  const from = strangerOf(`${trusted.subject} of ${trusted.issuer}`, names);
  const unknown = undeclaredTrust(trusted);
  const steps = [{ hop: "exchange", because: { resource, line: unknown } }] as const;
  return [{ ...{ from, to, isDeclared: false, state: "unknown", unknown, steps, rights: [], missing: [] } }];
}

function placeOfTrust(subject: string | undefined, resource: Resource | undefined): string {
  return `${resource ? placeOf(resource) : ""} ${subject ?? ""}`;
}

/** Each subject once at a destination for each identity that it has there; what a document declares comes first. */
function distinct(holders: readonly Holder[]): readonly Holder[] {
  const known = new Map<string, Holder>();
  for (const holder of [...holders].sort((a, b) => Number(b.isDeclared) - Number(a.isDeclared))) {
    const key = JSON.stringify([holder.from, holder.to.name, holder.principal, holder.user?.name, holder.state]);
    if (!known.has(key)) known.set(key, holder);
  }
  return [...known.values()].sort(
    (a, b) => compare(a.from.name, b.from.name) || compare(a.to.label, b.to.label) || compare(a.to.name, b.to.name),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
