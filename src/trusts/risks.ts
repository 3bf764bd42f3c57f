import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AksCluster, ClusterKind, GkeCluster, OidcCluster, ServiceAccount, TargetCluster } from "../clusters";
import { warn } from "../common";

/** A risk: the code of its warning, and the warning. */
type Risk = readonly [code: string, message: string];

/** Cluster-wide risks that a stack was warned of, so that a mesh does not repeat them for each edge. */
const WARNED = new WeakMap<TerraformStack, Set<string>>();

/** Warns of what a trust makes possible beyond what its sentence says. Risks are warnings, never errors. */
export function warnOfRisks(trust: Construct, from: ServiceAccount, to: TargetCluster): void {
  for (const [code, message] of risksOfSubject(from)) warn(trust, code, message);
  const stack = TerraformStack.of(trust);
  const warned = WARNED.get(stack) ?? new Set<string>();
  WARNED.set(stack, warned);
  for (const [code, message] of risksOfClusters(from, to)) {
    if (!warned.has(message)) warn(stack, code, message);
    warned.add(message);
  }
}

function risksOfSubject(from: ServiceAccount): Risk[] {
  const { namespace } = from;
  const risks: (Risk | undefined)[] = [
    from.name === "default"
      ? [
          "default-service-account",
          `The service account "default" of "${namespace}" is every pod's own unless another is named: any user who can create pods there gets this access. Use a service account made for the purpose.`,
        ]
      : undefined,
    from.isPattern
      ? [
          "namespace-wide-subject",
          `Every service account of "${namespace}" is trusted: any user who can create pods or service accounts there gets this access. Trust single service accounts if that is not meant.`,
        ]
      : undefined,
  ];
  return risks.filter((risk) => risk !== undefined);
}

function risksOfClusters(from: ServiceAccount, to: TargetCluster): Risk[] {
  const source = from.cluster;
  const cloud = to.kind === ClusterKind.EKS ? "AWS" : "Entra";
  const risks: (Risk | undefined)[] = [
    source.kind === ClusterKind.GKE
      ? [
          "issuer-of-names",
          `The issuer of the GKE cluster "${source.node.id}" is made of names: a cluster deleted and created again under the same name is trusted again. Remove its trusts before the name is given away.`,
        ]
      : undefined,
    source instanceof OidcCluster && source.jwks !== undefined && to.kind !== ClusterKind.GKE
      ? [
          "uploaded-keys",
          `"${source.node.id}" has uploaded keys, which only Google takes: ${cloud} fetches them from the issuer, which must be public.`,
        ]
      : undefined,
    to instanceof AksCluster && to._localAccountsOn
      ? [
          "local-accounts",
          `Local accounts of "${to.node.id}" are on: they bypass Entra and every trust. Set local_account_disabled on the AKS cluster.`,
        ]
      : undefined,
    to instanceof GkeCluster && to._legacyAbacOn
      ? [
          "legacy-abac",
          `Legacy ABAC of "${to.node.id}" is on: it grants identities rights beside RBAC and IAM, so a trust's access is not all that they may do. Set enable_legacy_abac to false on the GKE cluster.`,
        ]
      : undefined,
  ];
  return risks.filter((risk) => risk !== undefined);
}
