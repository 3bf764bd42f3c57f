import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AksCluster, GkeCluster, TargetCluster } from "../clusters";
import { warn } from "../common";
import { warnStack } from "../common/warnings";
import { OidcSubject } from "../subjects";
import { TargetCloud } from "../subjects/token-way";

/** Cluster-wide risks that a stack was warned of, so that a mesh does not repeat them for each edge. */
const WARNED = new WeakMap<TerraformStack, Set<string>>();

/** Warns of what a source makes possible beyond what its subject says. */
export function warnOfSource(trust: Construct, from: OidcSubject, cloud: TargetCloud): void {
  for (const { code, message } of from._risks) warn(trust, code, message);
  const source = from.issuedBy;
  if (source instanceof GkeCluster) {
    warnOnce(trust, "issuer-of-names", source.node.id, () => {
      return `The issuer of the GKE cluster "${source.node.id}" is made of names: a cluster deleted and created again under the same name is trusted again. Remove its trusts before the name is given away.`;
    });
  }
  if (source._uploadedKeys !== undefined && cloud !== "google") {
    const name = cloud === "aws" ? "AWS" : "Entra";
    warnOnce(trust, "uploaded-keys", `${name} ${source.node.id}`, () => {
      return `"${source.node.id}" has uploaded keys, which only Google takes: ${name} fetches them from the issuer, which must be public.`;
    });
  }
}

/** Warns of what a trust into a cluster makes possible beyond what its sentence says. Risks are warnings, never errors. */
export function warnOfRisks(trust: Construct, from: OidcSubject, to: TargetCluster, cloud: TargetCloud): void {
  warnOfSource(trust, from, cloud);
  if (to instanceof AksCluster && to._localAccountsOn) {
    warnOnce(trust, "local-accounts", to.node.id, () => {
      return `Local accounts of "${to.node.id}" are on: they bypass Entra and every trust. Set local_account_disabled on the AKS cluster.`;
    });
  }
  if (to instanceof GkeCluster && to._legacyAbacOn) {
    warnOnce(trust, "legacy-abac", to.node.id, () => {
      return `Legacy ABAC of "${to.node.id}" is on: it grants identities rights beside RBAC and IAM, so a trust's access is not all that they may do. Set enable_legacy_abac to false on the GKE cluster.`;
    });
  }
}

/**
 * Warns the trust's stack, unless it was warned of it already.
 *
 * @param what tells the warning from others of its code
 */
function warnOnce(trust: Construct, code: string, what: string, message: () => string): void {
  const stack = TerraformStack.of(trust);
  const warned = WARNED.get(stack) ?? new Set<string>();
  WARNED.set(stack, warned);
  const key = `${code} ${what}`;
  if (!warned.has(key)) warnStack(stack, code, message());
  warned.add(key);
}
