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
  const claimed = new Set(
    everyEdge.flatMap((edge) => {
      const used = clouds.flatMap((cloud) => cloud.usedBy(edge));
      return used.flatMap((resource) => (resource ? [`${placeOf(resource)} ${edge.declaration.source.subject}`] : []));
    }),
  );
  const entered = new Set(
    everyEdge.flatMap((edge) =>
      clouds.flatMap((cloud) => cloud.usedBy(edge)).flatMap((one) => (one ? [placeOf(one)] : [])),
    ),
  );
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
