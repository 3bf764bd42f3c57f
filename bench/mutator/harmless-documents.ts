/** Changes of one kind that change nothing of who may do what, with the reason. */
export interface Rule {
  readonly address?: RegExp;
  readonly path: RegExp;
  readonly operator?: RegExp;
  readonly why: string;
}

const GONE_OR_LONGER = /^(remove|empty|wildcard|other case|longer|other text|add block)/;

/** Of clients' documents, and of the objects that bring them and the plugin to pods. */
export const DOCUMENT_RULES: readonly Rule[] = [
  {
    path: /\(json\)\.apiVersion$/,
    operator: /^(empty|remove argument)$/,
    why: "clients take a kubeconfig without a version for v1",
  },
  {
    path: /((cluster|data|target)\.server|^host)$/,
    operator: /^other case$/,
    why: "schemes and names of hosts have no letter case, and Terraform refuses expressions in capitals",
  },
  {
    path: /(extension|trusts\.\(json\)\.\d+)\.(access\.\d+\.rules|source\.keys(\.\w+)?|target\.(server|stated(\.\w+)?))$/,
    operator: /^remove argument$/,
    why: "what is not stated is not compared, or another document states it",
  },
  {
    path: /(extension|trusts\.\(json\)\.\d+)\.(principal|target\.name)$/,
    operator: /^other case$/,
    why: "no client sends what a document says of its principal, and Azure's names have no letter case",
  },
  {
    path: /services(\.\(json\))?\.\d+\.(client\.tenant-id|grants\.\d+\.(actions|resources|role)(\.\d+)?)$/,
    operator: /^other case$/,
    why: "ids of Azure and actions of AWS have no letter case",
  },
  {
    path: /services(\.\(json\))?\.\d+\.owners\.\d+$/,
    operator: /^other case$/,
    why: "ids of Azure have no letter case",
  },
  {
    path: /services(\.\(json\))?\.\d+\.owners$/,
    operator: /^add element$/,
    why: "an owner that only the document names cannot add a credential",
  },
  { path: /exec(ProviderConfig)?\.args\.2$/, operator: /^other case$/, why: "ids of tenants have no letter case" },
  {
    path: /exec(ProviderConfig)?\.args\.\d+$/,
    operator: /^remove element$/,
    why: "--no-fips and --no-dual-stack keep the pod's environment from choosing another endpoint of the same STS",
  },
  {
    path: /contexts\.\d+\.name$/,
    why: "a context that is not the current one has a name for people",
  },
  {
    path: /tlsClientConfig\.insecure$/,
    operator: /^remove argument$/,
    why: "Argo CD checks certificates unless told otherwise",
  },
  {
    path: /(trusts\.\(json\)|services(\.\(json\))?)\.\d+$/,
    operator: /^remove element$/,
    why: "another document declares the edge: a trust that none declares is told",
  },
  {
    address: /^output\./,
    path: /^value\.\(json\)\.inputs$/,
    operator: /^remove argument$/,
    why: "an output without inputs is a declaration alone",
  },
  {
    address: /^output\./,
    path: /^value\.\(json\)\.cdktf-trust-mesh\/services$/,
    operator: /^remove argument$/,
    why: "another document declares its edges: a trust that none declares is told",
  },
  {
    address: /^kubernetes_(config_map|service_account)/,
    path: /annotations(\.cdktf-trust-mesh\/services)?$/,
    operator: /^remove argument$/,
    why: "another document declares its edges: a trust that none declares is told",
  },
  { address: /^output\./, path: /^$/, operator: /^remove object$/, why: "another document declares its edges" },
  {
    address: /^output\./,
    path: /^value(\.\(json\)\.contexts(\.\d+(\.context(\.extensions(\.\d+(\.name)?)?)?)?)?)?$/,
    operator: GONE_OR_LONGER,
    why: "another document declares its edges: a trust that none declares is told",
  },
  {
    path: /services(\.\(json\))?\.\d+\.(account\.name|source\.cluster|grants\.\d+\.words|client\.session-name)$/,
    why: "words for people and for audit logs",
  },
  {
    path: /services(\.\(json\))?\.\d+\.account\.id$/,
    why: "an account's id is a word for people beside its principal and its resources; of AWS it is compared with the role",
  },
  {
    path: /services(\.\(json\))?\.\d+\.client\.region$/,
    why: "STS gives the same credentials in every region of a partition",
  },
  {
    address: /^kubernetes_secret/,
    path: /^(type|metadata\.name|data\.(name|namespaces|project|clusterResources))$/,
    why: "Argo CD finds clusters by their label; what it looks at within its rights is its own setting",
  },
  {
    address: /^kubernetes_config_map/,
    path: /^(immutable|binary_data\.trust-mesh-auth-help\.js\.br)$/,
    why: "pods and the plugin check the digests of what they start",
  },
  {
    address: /^data\.terraform_remote_state\./,
    path: /^workspace$/,
    why: "which workspace there is, is told at apply alone",
  },
];
