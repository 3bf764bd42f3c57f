import {
  accountObjects,
  block,
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
 * Objects that declare uses for pods of another cluster than their own. Objects of one cluster that declare uses for pods of different ones: the tokens of a cluster's pods have one issuer, so that some of
 * them are not where their pods see them.
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
function ofOtherAccounts({ configuration }: World, carriers: readonly Carrier[]): readonly Finding[] {
  const accounts = accountObjects(configuration).filter(({ provider }) => provider !== undefined);
  return carriers.flatMap(({ resource, argument, subjects }): readonly Finding[] => {
    if (!resource.provider) return [];
    const own = accounts.filter(
      (one) =>
        one.resource.stack === resource.stack &&
        subjects.includes(`system:serviceaccount:${one.namespace}:${one.name}`),
    );
    if (own.length === 0 || own.some((one) => isInSameCluster(one.resource, resource))) return [];
    const [{ resource: account, provider }] = own;
    const isSure = own.every((one) => isSameCluster(one.provider, resource.provider) === false);
    const reason = `declares uses for pods of ${subjects.join(", ")}, whose service account ${placeOf(account)} the provider "${provider?.key}" makes${isSure ? " in another cluster" : ": nothing tells whether both are in one cluster"}`;
    const severity = isSure ? "fault" : "gap";
    return [{ code: "pod-wiring", severity, place: placeOf(resource), resource, argument, reason }];
  });
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
