import { ClusterKind } from "./cluster-kind";
import { clusterVariable, Replacement } from "./replacement";

type Import = readonly [module: string, ...names: string[]];

/** What a program needs for a target: its imports, and the lines that declare it. */
interface Part {
  readonly imports: readonly Import[];
  readonly lines: readonly string[];
}

const MESH = "cdktf-trust-mesh";

const AWS_PROVIDER = 'new AwsProvider(stack, "aws-provider", { region: "us-east-1" })';
const ACCOUNTS = {
  aws: {
    imports: [
      ["@cdktf/provider-aws/lib/provider", "AwsProvider"],
      [MESH, "AwsAccount", "AwsTrust", "AwsAccess"],
    ],
    lines: [
      `const awsProvider = ${AWS_PROVIDER};`,
      'const aws = AwsAccount.fromProvider(stack, "aws", awsProvider, { accountId: "111122223333" });',
    ],
  },
  google: {
    imports: [
      ["@cdktf/provider-google/lib/provider", "GoogleProvider"],
      [MESH, "GcpProject", "GcpTrust", "GcpAccess"],
    ],
    lines: [
      'const googleProvider = new GoogleProvider(stack, "google-provider", { project: "replace-me" });',
      'const google = GcpProject.fromProvider(stack, "google", googleProvider, { projectNumber: "111122223333" });',
    ],
  },
  azure: {
    imports: [
      ["@cdktf/provider-azurerm/lib/provider", "AzurermProvider"],
      [MESH, "AzureSubscription", "AzureTrust", "AzureAccess"],
    ],
    lines: [
      'const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";',
      'const TENANT = "00000000-0000-4000-8000-000000000002";',
      'const azurermProvider = new AzurermProvider(stack, "azurerm-provider", {',
      "  features: [{}],",
      "  subscriptionId: SUBSCRIPTION,",
      "  tenantId: TENANT,",
      "});",
      'const azure = AzureSubscription.fromProvider(stack, "azure", azurermProvider, {',
      "  subscriptionId: SUBSCRIPTION,",
      "  tenantId: TENANT,",
      '  resourceGroupName: "replace-me",',
      '  location: "westeurope",',
      "});",
    ],
  },
} as const satisfies Readonly<Record<string, Part>>;

/** How a cluster is declared: by values that the input does not tell. */
const CLUSTERS: Readonly<
  Record<ClusterKind, Omit<Part, "lines"> & { readonly of: string; readonly lines: readonly string[] }>
> = {
  eks: {
    of: "EksCluster",
    imports: [[MESH, "EksCluster", "EksTrust", "ClusterAccess"]],
    lines: ['  clusterName: "replace-me",', '  region: "us-east-1",', "  account: aws,"],
  },
  gke: {
    of: "GkeCluster",
    imports: [[MESH, "GkeCluster", "GkeTrust", "ClusterAccess"]],
    lines: [
      '  projectId: "replace-me",',
      '  location: "europe-west4",',
      '  clusterName: "replace-me",',
      "  account: google,",
    ],
  },
  aks: {
    of: "AksCluster",
    imports: [[MESH, "AksCluster", "AksTrust", "ClusterAccess"]],
    lines: [
      "  clusterId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/replace-me/providers/Microsoft.ContainerService/managedClusters/replace-me`,",
      '  location: "westeurope",',
      "  account: azure,",
    ],
  },
};
const ACCOUNT_OF = { eks: "aws", gke: "google", aks: "azure" } as const satisfies Record<
  ClusterKind,
  keyof typeof ACCOUNTS
>;

/**
 * The trusts as one program of TypeScript, which compiles and synthesizes as it stands. What the input does not tell stands as
 * `replace-me`.
 */
export function programOf(replacements: readonly Replacement[]): string {
  const clusters = new Map(
    replacements.flatMap(({ cluster }) => (cluster ? [[cluster.server ?? "", cluster.kind] as const] : [])),
  );
  const servers = [...clusters.keys()].sort();
  const wanted = new Set([
    ...replacements.flatMap(({ target }) => (target === "cluster" ? [] : [target])),
    ...[...clusters.values()].map((kind) => ACCOUNT_OF[kind]),
  ]);
  const used = (Object.keys(ACCOUNTS) as (keyof typeof ACCOUNTS)[]).filter((name) => wanted.has(name));
  const targets = new Set(replacements.map(({ target }) => target));
  const imports = importsOf([
    ["cdktf", "App", "TerraformStack"],
    [MESH, "OidcCluster"],
    ...(clusters.size ? [["@cdktf/provider-kubernetes/lib/provider", "KubernetesProvider"] as const] : []),
    ...used.flatMap((name) =>
      ACCOUNTS[name].imports.map(([module, ...names]): Import => [
        module,
        ...names.filter((one) => targets.has(name) || !/(Trust|Access)$/.test(one)),
      ]),
    ),
    ...[...clusters.values()].flatMap((kind) => CLUSTERS[kind].imports),
  ]);
  return [
    ...imports,
    "",
    "const app = new App();",
    'const stack = new TerraformStack(app, "without-static-credentials");',
    "",
    "// The cluster that was scanned, by its issuer: kubectl get --raw /.well-known/openid-configuration",
    'const source = OidcCluster.fromAttributes(stack, "source", { issuer: "https://replace-me.example.com" });',
    ...used.flatMap((name) => ["", ...ACCOUNTS[name].lines]),
    ...servers.flatMap((server) => [
      "",
      ...clusterLines(server, clusters.get(server) ?? "eks", clusterVariable(servers, server)),
    ]),
    ...replacements.flatMap(({ replaces, code }) => [
      "",
      ...replaces.map((one) => `// Replaces ${inComment(one)}.`),
      code,
    ]),
    "",
    "app.synth();",
    "",
  ].join("\n");
}

function clusterLines(server: string, kind: ClusterKind, name: string): readonly string[] {
  const host = server || "https://replace-me.example.com";
  const { of, lines } = CLUSTERS[kind];
  return [
    `// ${server ? `The cluster of ${inComment(server)}` : "The cluster that the credential is for"}; correct the kind where it is another.`,
    `const ${name} = ${of}.fromAttributes(stack, "${name}", {`,
    ...lines,
    `  endpoint: ${JSON.stringify(host)},`,
    `  kubernetesProvider: new KubernetesProvider(stack, "kubernetes-${name}", {`,
    `    alias: "${name}",`,
    `    host: ${JSON.stringify(host)},`,
    "  }),",
    "});",
  ];
}

/** Each module once, with its names in order. */
function importsOf(wanted: readonly Import[]): readonly string[] {
  const names = new Map<string, Set<string>>();
  for (const [module, ...own] of wanted) {
    const known = names.get(module) ?? new Set();
    names.set(module, known);
    for (const name of own) known.add(name);
  }
  return [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, own]) => `import { ${[...own].sort().join(", ")} } from ${JSON.stringify(module)};`);
}

/** Text that ends no comment. */
function inComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}
