import { Annotations, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AksCluster, ClusterKind, OidcCluster, ServiceAccount, TargetCluster } from "../clusters";

/** Cluster-wide risks that a stack was warned of, so that a mesh does not repeat them for each edge. */
const WARNED = new WeakMap<TerraformStack, Set<string>>();

/** Warns of what a trust makes possible beyond what its sentence says. Risks are warnings, never errors. */
export function warnOfRisks(trust: Construct, from: ServiceAccount, to: TargetCluster): void {
  for (const risk of risksOfSubject(from)) Annotations.of(trust).addWarning(risk);
  const stack = TerraformStack.of(trust);
  const warned = WARNED.get(stack) ?? new Set<string>();
  WARNED.set(stack, warned);
  for (const risk of risksOfClusters(from, to)) {
    if (!warned.has(risk)) Annotations.of(stack).addWarning(risk);
    warned.add(risk);
  }
}

function risksOfSubject(from: ServiceAccount): string[] {
  const { namespace } = from;
  return [
    from.name === "default"
      ? `The service account "default" of "${namespace}" is every pod's own unless another is named: whoever can create pods there gets this access. Use a service account made for the purpose.`
      : undefined,
    from.isPattern
      ? `Every service account of "${namespace}" is trusted: whoever can create pods or service accounts there gets this access. Trust single service accounts if that is not meant.`
      : undefined,
  ].filter((risk) => risk !== undefined);
}

function risksOfClusters(from: ServiceAccount, to: TargetCluster): string[] {
  const source = from.cluster;
  const cloud = to.kind === ClusterKind.EKS ? "AWS" : "Entra";
  return [
    source.kind === ClusterKind.GKE
      ? `The issuer of the GKE cluster "${source.node.id}" is made of names: a cluster deleted and created again under the same name is trusted again. Remove its trusts before the name is given away.`
      : undefined,
    source instanceof OidcCluster && source.jwks !== undefined && to.kind !== ClusterKind.GKE
      ? `"${source.node.id}" has uploaded keys, which only Google takes: ${cloud} fetches them from the issuer, which must be public.`
      : undefined,
    to instanceof AksCluster && to._localAccountsOn
      ? `Local accounts of "${to.node.id}" are on: they bypass Entra and every trust. Set local_account_disabled on the AKS cluster.`
      : undefined,
  ].filter((risk) => risk !== undefined);
}
