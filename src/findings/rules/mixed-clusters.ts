import {
  block,
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
}

const SERVICES = new RegExp(SERVICES_ANNOTATION);

/**
 * Objects of one cluster that declare uses for pods of different ones: the tokens of a cluster's pods have one issuer, so that some of
 * them are not where their pods see them.
 */
export const mixedClusters: Rule = (world) => {
  const carriers = carriersIn(world);
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
};

function carriersIn({ configuration }: World): readonly Carrier[] {
  return configuration.resourcesWith(SERVICES).flatMap((resource) => {
    if (!resource.type.startsWith("kubernetes_")) return [];
    const argument = resource.type === "kubernetes_manifest" ? "manifest" : "metadata";
    const value = block(unlessUnresolved(() => resource.argument(argument), undefined));
    const { annotations } = argument === "manifest" ? block(value.metadata) : value;
    const declared = parsed(text(block(annotations)[SERVICES_ANNOTATION]) ?? "");
    if (!Array.isArray(declared)) return [];
    const issuers = declared.flatMap((one: unknown) => text(block(block(one).source).issuer) ?? []);
    return issuers.length > 0 ? [{ resource, argument, issuers: [...new Set(issuers)] }] : [];
  });
}
