import {
  AccountObject,
  accountObjects,
  block,
  Edge,
  isInSameCluster,
  isSameCluster,
  parsed,
  placeOf,
  Resource,
  SERVICES_ANNOTATION,
  text,
  unlessUnresolved,
  World,
} from "../../simulator";
import { Finding, Rule } from "../finding";
import { isInSourceCluster } from "../pods/account-cluster";

/** An object of Kubernetes that declares what pods of its cluster may use. */
interface Carrier {
  readonly resource: Resource;
  readonly argument: string;
  /** The issuers of the pods' tokens. */
  readonly issuers: readonly string[];
  /** The subjects of these tokens. */
  readonly subjects: readonly string[];
}

const SERVICES = new RegExp(SERVICES_ANNOTATION);

/**
 * Objects that declare uses for pods of another cluster than their own. Of one cluster's objects that declare uses for pods of different
 * ones some are not where their pods see them: the tokens of a cluster's pods have one issuer.
 */
export const mixedClusters: Rule = (world) => {
  const carriers = carriersIn(world);
  const told = ofOtherAccounts(world, carriers);
  return [...told, ...ofOtherIssuers(carriers)];
};

function ofOtherIssuers(carriers: readonly Carrier[]): readonly Finding[] {
  return carriers.flatMap((one): readonly Finding[] => {
    const { resource, argument, issuers } = one;
    const other = carriers.find(
      (beside) =>
        beside !== one &&
        isSameCluster(beside.resource.provider, resource.provider) === true &&
        !beside.issuers.some((issuer) => issuers.includes(issuer)),
    );
    if (other === undefined) return [];
    const reason = `declares uses for pods of ${issuers.join(", ")}, and ${placeOf(other.resource)} in the same cluster for those of ${other.issuers.join(", ")}`;
    return [{ code: "pod-wiring", severity: "fault", place: placeOf(resource), resource, argument, reason }];
  });
}

/** Objects of another cluster than the service account whose pods they are for, or of which nothing tells that it is the same one. */
function ofOtherAccounts(world: World, carriers: readonly Carrier[]): readonly Finding[] {
  const accounts = accountObjects(world.configuration).filter(({ provider }) => provider !== undefined);
  return carriers.flatMap((carrier): readonly Finding[] => {
    const { resource, argument, subjects } = carrier;
    if (!resource.provider) return [];
    const own = accounts.filter(
      (one) =>
        one.resource.stack === resource.stack &&
        subjects.includes(subjectOf(one)) &&
        isOfItsPods(world, carrier, one) !== false,
    );
    if (own.length === 0 || own.some((one) => isInSameCluster(one.resource, resource))) return [];
    const [{ resource: account, provider }] = own;
    const isElsewhere = own.every((one) => isSameCluster(one.provider, resource.provider) === false);
    const isSure = isElsewhere && own.every((one) => isOfItsPods(world, carrier, one) === true);
    const made = `${placeOf(account)} the provider "${provider?.key}" makes`;
    const doubt = isElsewhere
      ? " in another cluster, whose pods have that name too: nothing tells whose it is"
      : ": nothing tells whether both are in one cluster";
    const reason = `declares uses for pods of ${subjects.join(", ")}, whose service account ${made}${isSure ? " in another cluster" : doubt}`;
    const severity = isSure ? "fault" : "gap";
    return [{ code: "pod-wiring", severity, place: placeOf(resource), resource, argument, reason }];
  });
}

/**
 * Whether a service account is the one of an object's pods, and not one of the same name for those of others; undefined where nothing
 * tells it. One that declares no uses may be made in a wrong cluster: where it is does not tell that it is of others.
 */
function isOfItsPods(world: World, { issuers }: Carrier, account: AccountObject): boolean | undefined {
  const edges = world.everyEdge.filter(({ declaration }) => declaration.source.subject === subjectOf(account));
  const own = edges.filter(({ declaration }) => issuers.includes(declaration.source.issuer));
  const others = edges.filter((edge) => !own.includes(edge));
  const isOf = (some: readonly Edge[]) => some.some((edge) => isInSourceCluster(world, edge, account) === true);
  if (others.length === 0 || isOf(own)) return true;
  return account.annotations[SERVICES_ANNOTATION] !== undefined && isOf(others) ? false : undefined;
}

function subjectOf({ namespace, name }: AccountObject): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

function carriersIn({ configuration }: World): readonly Carrier[] {
  return configuration.resourcesWith(SERVICES).flatMap((resource) => {
    if (!resource.type.startsWith("kubernetes_")) return [];
    const argument = resource.type === "kubernetes_manifest" ? "manifest" : "metadata";
    const value = block(unlessUnresolved(() => resource.argument(argument), undefined));
    const { annotations } = argument === "manifest" ? block(value.metadata) : value;
    const declared = parsed(text(block(annotations)[SERVICES_ANNOTATION]) ?? "");
    if (!Array.isArray(declared)) return [];
    const of = (name: string) => [
      ...new Set(declared.flatMap((one: unknown) => text(block(block(one).source)[name]) ?? [])),
    ];
    const [issuers, subjects] = [of("issuer"), of("subject")];
    return issuers.length > 0 ? [{ resource, argument, issuers, subjects }] : [];
  });
}
