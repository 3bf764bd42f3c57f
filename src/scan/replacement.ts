import { clusterKindOf, ClusterKind } from "./cluster-kind";
import { CredentialTarget, CredentialUser, StaticCredential } from "./static-credential";

/** The trust that takes the place of static credentials of one service account for one cloud or cluster. */
export interface Replacement {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly target: CredentialTarget;
  /** Of a target cluster: what its server's URL tells. */
  readonly cluster?: { readonly kind: ClusterKind; readonly server?: string };
  /** What it replaces, as `<kind> <namespace>/<name>`. */
  readonly replaces: readonly string[];
  /** The workloads that use it, as `<kind> <namespace>/<name>`. */
  readonly workloads: readonly string[];
  /** TypeScript that makes the trust, of the names of the whole program. */
  readonly code: string;
  /** What to do, in this order. */
  readonly steps: readonly string[];
}

/** The constructs for each target, and an access of the smallest kind: what the credential may do is not in the input. */
const TRUSTS: Readonly<Record<Exclude<CredentialTarget, "cluster">, readonly [construct: string, access: string]>> = {
  aws: ["AwsTrust", 'AwsAccess.readBucket("replace-me")'],
  azure: [
    "AzureTrust",
    `AzureAccess.readBlobs(\`/subscriptions/\${SUBSCRIPTION}/resourceGroups/replace-me/providers/Microsoft.Storage/storageAccounts/replaceme\`)`,
  ],
  google: ["GcpTrust", 'GcpAccess.readBucket("replace-me")'],
};
const CLUSTER_TRUSTS: Readonly<Record<ClusterKind, string>> = { eks: "EksTrust", gke: "GkeTrust", aks: "AksTrust" };

type Wanted = Pick<Replacement, "namespace" | "serviceAccount" | "target" | "cluster"> & {
  readonly replaces: Set<string>;
  readonly workloads: Set<string>;
};

/** The trusts that replace what was found, one for each service account and target, in the order of their names. */
export function replacementsOf(credentials: readonly StaticCredential[]): readonly Replacement[] {
  const wanted = new Map<string, Wanted>();
  for (const credential of credentials) {
    for (const user of credential.users) {
      const made = wantedFor(credential, user);
      const key = [made.namespace, made.serviceAccount, made.target, made.cluster?.server].join("\0");
      const known = wanted.get(key) ?? made;
      wanted.set(key, known);
      for (const one of made.replaces) known.replaces.add(one);
      for (const one of made.workloads) known.workloads.add(one);
    }
  }
  const clusters = [
    ...new Set([...wanted.values()].flatMap(({ cluster }) => (cluster ? [cluster.server ?? ""] : []))),
  ].sort();
  return [...wanted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { replaces, workloads, ...one }]): Replacement => {
      const told = { ...one, replaces: [...replaces].sort(), workloads: [...workloads].sort() };
      return { ...told, code: codeFor(one, clusters), steps: stepsFor(told) };
    });
}

function wantedFor({ target, holder, about }: StaticCredential, { workload, serviceAccount }: CredentialUser): Wanted {
  const { namespace } = workload;
  const cluster =
    target === "cluster" ? { kind: clusterKindOf(about), ...(about ? { server: about } : {}) } : undefined;
  return {
    ...{ namespace, serviceAccount, target, ...(cluster ? { cluster } : {}) },
    replaces: new Set([`${holder.kind} ${holder.namespace}/${holder.name}`]),
    workloads: new Set([`${workload.kind} ${namespace}/${workload.name}`]),
  };
}

/** The variable of a target cluster in the program. */
export function clusterVariable(servers: readonly string[], server = ""): string {
  return `target${servers.indexOf(server) + 1}`;
}

/** Names come from the cluster, so they stand as string literals and nowhere else. */
function codeFor(
  { namespace, serviceAccount, target, cluster }: Omit<Wanted, "replaces" | "workloads">,
  servers: readonly string[],
) {
  const to = cluster ? clusterVariable(servers, cluster.server) : target;
  const [construct, access] =
    target === "cluster"
      ? [CLUSTER_TRUSTS[cluster?.kind ?? "eks"], 'ClusterAccess.view("replace-me")']
      : TRUSTS[target];
  return [
    `new ${construct}(stack, ${JSON.stringify(`${namespace}-${serviceAccount}-${to}`)}, {`,
    `  from: source.serviceAccount(${JSON.stringify(namespace)}, ${JSON.stringify(serviceAccount)}),`,
    `  to: ${to},`,
    "  // What the static credential is used for today, and no more.",
    `  access: ${access},`,
    "});",
  ].join("\n");
}

function stepsFor({
  namespace,
  serviceAccount,
  replaces,
  workloads,
}: Omit<Replacement, "code" | "steps">): readonly string[] {
  const account = `${namespace}/${serviceAccount}`;
  return [
    `Deploy: fill in the access and the account, then apply the trust of ${account}; the static credential still works.`,
    `Test: run one pod as ${account} with PodWiring and without the static credential, and see its requests succeed.`,
    `Switch: give the wiring to ${workloads.join(", ")}, and remove the references to ${replaces.join(", ")}.`,
    `Remove: revoke the credential where it was issued, then delete it from ${replaces.join(", ")}.`,
  ];
}
