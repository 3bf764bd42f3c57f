import { IClusterTrust } from "../i-cluster-trust";
import { ClusterAccess } from "../../access";
import { ownRoleRules } from "../../access/own-role-rules";
import { DeclaredAccess, StatedSettings, TrustDeclaration } from "../../trust-declaration";

/** What a client's document says of a trust. Every string may be a token. */
export function declarationOf(trust: IClusterTrust): TrustDeclaration {
  const { subject, targetCluster, _lookupRole: lookupRole, _owners: owners } = trust;
  const { issuedBy: source, _uid: uid } = subject;
  const { _declaredKeys: keys } = source;
  const stated = known(targetCluster._stated);
  return {
    source: {
      cluster: source.node.id,
      issuer: source.issuer,
      subject: subject.subject,
      ...(uid === undefined ? {} : { uid }),
      ...(keys === undefined ? {} : { keys }),
    },
    target: {
      cluster: targetCluster.node.id,
      name: targetCluster._cloudName,
      ...(targetCluster.endpoint === undefined ? {} : { server: targetCluster.endpoint }),
      ...(Object.keys(stated).length ? { stated } : {}),
      ...(lookupRole === undefined ? {} : { lookupRole }),
    },
    audience: trust.audience,
    principal: trust.cloudPrincipal,
    user: trust.kubernetesUser,
    groups: trust.kubernetesGroups,
    access: (trust.suspended ? [] : trust.accesses)
      .filter(({ roleName }) => roleName !== undefined)
      .map((access) => accessOf(trust, access)),
    adopted: trust.adopted,
    ...(owners === undefined ? {} : { owners }),
    ...(trust.suspended ? { suspended: true } : {}),
    ...(trust.validFrom === undefined ? {} : { validFrom: trust.validFrom }),
    ...(trust.validUntil === undefined ? {} : { validUntil: trust.validUntil }),
  };
}

function accessOf({ targetCluster }: IClusterTrust, access: ClusterAccess): DeclaredAccess {
  const { roleKind: kind = "", roleName: role = "", namespaces, isCloudPolicy: cloudPolicy } = access;
  const rules = ownRoleRules(targetCluster, access);
  return { kind, role, namespaces, cloudPolicy, ...(rules ? { rules } : {}) };
}

/** What is stated, without what is not. */
function known(stated: StatedSettings): StatedSettings {
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
