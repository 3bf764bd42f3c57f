import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/** How a trust of the mesh is declared. */
export const DECLARE_IT =
  "Add an output of mesh.kubeconfigFor(serviceAccount), or of wiring.toDeclaration() for a cloud's own services";

/**
 * Trusts that the configuration makes and that no kubeconfig, Argo CD secret or pod declares: they are not tried, since nothing
 * says where they lead and what was promised.
 */
export const unclaimedTrusts: Rule = ({ clouds, configuration, everyEdge }) => {
  const [claimed, entered] = [new Set<string>(), new Set<string>()];
  for (const edge of everyEdge) {
    for (const cloud of clouds) {
      for (const resource of cloud.usedBy(edge)) {
        if (!resource) continue;
        const place = placeOf(resource);
        entered.add(place);
        claimed.add(`${place} ${edge.declaration.source.subject}`);
      }
    }
  }
  return clouds
    .flatMap((cloud) => cloud.trusts(configuration))
    .filter(({ resource, subject, isOpen }) =>
      isOpen ? !entered.has(placeOf(resource)) : !claimed.has(`${placeOf(resource)} ${subject}`),
    )
    .map(({ resource, subject, issuer }): Finding => ({
      ...{ code: "unclaimed-trust", severity: "gap", place: placeOf(resource), resource },
      ...{ what: `${subject} of ${issuer}`, trusted: { subject, issuer } },
      reason: `${undeclaredTrust({ subject, issuer })}. ${DECLARE_IT}; acknowledge one that is not of the mesh`,
    }));
};

/** What is known of a trust that no document declares. */
export function undeclaredTrust({ subject, issuer }: NonNullable<Finding["trusted"]>): string {
  return `trusts ${subject} of ${issuer}, and no document declares it`;
}
