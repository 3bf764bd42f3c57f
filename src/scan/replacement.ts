import { CredentialTarget, StaticCredential } from "./static-credential";

/** The trust that takes the place of static credentials of one service account for one cloud. */
export interface Replacement {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly target: CredentialTarget;
  /** What it replaces, as `<kind> <namespace>/<name>`. */
  readonly replaces: readonly string[];
  /** TypeScript in which the access is to be filled in. */
  readonly code: string;
}

/** The construct for each target, the account or cluster that it wants, and where its access is made. */
const CONSTRUCTS: Record<CredentialTarget, readonly [construct: string, to: string, access: string]> = {
  aws: ["AwsTrust", "awsAccount", "AwsAccess"],
  azure: ["AzureTrust", "azureSubscription", "AzureAccess"],
  google: ["GcpTrust", "gcpProject", "GcpAccess"],
  cluster: ["GkeTrust, EksTrust or AksTrust", "targetCluster", "ClusterAccess"],
};

/** The trusts that replace what was found, one for each service account and target, in the order of their names. */
export function replacementsOf(credentials: readonly StaticCredential[]): readonly Replacement[] {
  const wanted = new Map<string, Replacement>();
  for (const { target, holder, users } of credentials) {
    for (const { workload, serviceAccount } of users) {
      const { namespace } = workload;
      const key = [namespace, serviceAccount, target].join("\0");
      const known = wanted.get(key)?.replaces ?? [];
      const replaces = [...new Set([...known, `${holder.kind} ${holder.namespace}/${holder.name}`])].sort();
      const code = codeFor(namespace, serviceAccount, target);
      wanted.set(key, { namespace, serviceAccount, target, replaces, code });
    }
  }
  return [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, replacement]) => replacement);
}

/** Names come from the cluster, so they stand as string literals and nowhere else. */
function codeFor(namespace: string, serviceAccount: string, target: CredentialTarget): string {
  const [construct, to, access] = CONSTRUCTS[target];
  const [id, ...names] = [`${namespace}-${serviceAccount}-${target}`, namespace, serviceAccount].map((name) =>
    JSON.stringify(name),
  );
  const what = `/* ${access}: what the static credential may do today, and no more */`;
  if (target === "cluster") {
    return `mesh.allow(source.serviceAccount(${names.join(", ")}), ${to}, ${what});`;
  }
  return [
    `new ${construct}(this, ${id}, {`,
    `  from: source.serviceAccount(${names.join(", ")}),`,
    `  to: ${to},`,
    `  access: ${what},`,
    "});",
  ].join("\n");
}
