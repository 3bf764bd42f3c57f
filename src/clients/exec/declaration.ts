import { ITrust } from "../i-trust";
import { StatedSettings, TrustDeclaration } from "../../trust-declaration";

/** What a client's document says of a trust. Every string may be a token. */
export function declarationOf(trust: ITrust): TrustDeclaration {
  const { serviceAccount, targetCluster } = trust;
  const source = serviceAccount.cluster;
  const stated = known(targetCluster._stated);
  return {
    source: {
      cluster: source.node.id,
      issuer: source.issuer,
      subject: serviceAccount.subject,
      ...(serviceAccount.uid === undefined ? {} : { uid: serviceAccount.uid }),
    },
    target: {
      cluster: targetCluster.node.id,
      name: targetCluster._cloudName,
      ...(Object.keys(stated).length ? { stated } : {}),
    },
    audience: trust.audience,
    principal: trust.cloudPrincipal,
    user: trust.kubernetesUser,
    groups: trust.kubernetesGroups,
    access: trust.accesses
      .filter(({ roleName }) => roleName !== undefined)
      .map(({ roleKind = "", roleName = "", namespaces, isCloudPolicy }) => ({
        kind: roleKind,
        role: roleName,
        namespaces,
        cloudPolicy: isCloudPolicy,
      })),
    adopted: trust.adopted,
  };
}

/** What is stated, without what is not. */
function known(stated: StatedSettings): StatedSettings {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
