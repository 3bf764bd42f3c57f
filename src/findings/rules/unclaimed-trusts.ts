import { placeOf } from "../../simulator";
import { Finding, Rule } from "../finding";

/**
 * Trusts that the configuration makes and that no kubeconfig or Argo CD secret uses: they are not tried, since nothing says
 * where their cluster is and what was promised.
 */
export const unclaimedTrusts: Rule = ({ clouds, configuration, edges }) => {
  const claimed = new Set(
    edges.flatMap((edge) => {
      const used = clouds.flatMap((cloud) => cloud.usedBy(edge));
      return used.flatMap((resource) => (resource ? [`${placeOf(resource)} ${edge.declaration.source.subject}`] : []));
    }),
  );
  return clouds
    .flatMap((cloud) => cloud.trusts(configuration))
    .filter(({ resource, subject }) => !claimed.has(`${placeOf(resource)} ${subject}`))
    .map(({ resource, subject, issuer }): Finding => ({
      ...{ code: "unclaimed-trust", severity: "gap", place: placeOf(resource), resource },
      ...{ what: `${subject} of ${issuer}`, trusted: { subject, issuer } },
      reason: `trusts ${subject} of ${issuer}, and no document declares it`,
    }));
};
