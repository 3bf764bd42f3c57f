import { DOCUMENT_RULES, Rule } from "./harmless-documents";
import { objectAt } from "./objects-in-documents";
import { Json, Mutant } from "./mutate";

const CHANGED = /^(other|wildcard|longer|empty)/;

const LABELS = /(^|\.)(tags|labels|description|display_name|comment)(\.|$)/;
/** Labels by which a webhook, Argo CD or a ClusterRole's aggregation chooses objects. */
const MEANT_LABELS = /azure\.workload\.identity|argocd\.argoproj\.io|aggregate-to-/;

/** Changes that change nothing of who may do what, each with its reason. They count only where nothing was found. */
const RULES: readonly Rule[] = [
  { path: LABELS, why: "words and labels" },
  { path: /(^|\.)(lifecycle|depends_on|timeouts)(\.|$)/, why: "the order and care of Terraform's work" },
  {
    path: /annotations(\.cdktf-trust-mesh\/(source-cluster|source-subject|target-cluster))?$/,
    address: /_binding/,
    why: "words for people: the provider's host tells the cluster",
  },
  { path: /^metadata\.name$/, address: /_binding/, why: "the name of a binding gives nothing" },
  { path: /api_group$/, operator: /^(empty|remove argument)$/, why: "the API server fills in RBAC's own group" },
  {
    path: /(installHint|extension\.(source|target)\.cluster|source\.cluster|target\.cluster|provideClusterInfo)$/,
    why: "words, and what the plugin has in its arguments",
  },
  { path: /\(json\)\.(contexts|users|clusters)$/, operator: /^add block$/, why: "an entry that no context uses" },
  { path: /extensions$/, operator: /^add block$/, why: "an extension that clients ignore" },
  ...DOCUMENT_RULES,
  { path: /cloudPolicy$/, operator: /^remove argument$/, why: "nothing means false" },
  {
    address: /^provider\.kubernetes/,
    path: /^(exec|token|client_|cluster_ca_certificate|alias)/,
    why: "how Terraform itself gets into the cluster",
  },
  { address: /^kubernetes_namespace/, path: /^(metadata(\.name)?)?$/, why: "a namespace grants no right" },
  {
    path: /assume_role_policy\.\(json\)\.Version$/,
    operator: /^remove argument$/,
    why: "the older version has no variables, and none is used",
  },
];

/** Why a mutant changes nothing; undefined where no rule says so. */
export function whyHarmless(mutant: Mutant, document: Json): string | undefined {
  const { address, path, operator } = mutant;
  if (addsToUnboundRole(mutant, document)) return "no edge is given a role that it makes wider";
  if (path === "provider" && operator === "remove argument" && namesTheDefault(document, address)) {
    return "the default provider is the same one";
  }
  const [kind, name] = address.split(".");
  if (kind === "output") {
    const { output } = document as { output: Record<string, Json> };
    const text = JSON.stringify(output[name]);
    const isWired = path.includes("(json)") && text.includes("serviceAccountToken");
    if (!text.includes("cdktf-trust-mesh") && !isWired) return "an output that declares nothing";
  }
  if (address.startsWith("provider.kubernetes") && /^(host|config_)/.test(path) && !hasBindings(document, address)) {
    return "it makes no RBAC object: whatever cluster its pods and files are in, tokens are of that cluster";
  }
  if (kind === "provider" && CHANGED.test(operator) && /^(project|region)$/.test(path)) {
    if (everyOneNames(document, name, path)) return "every resource names its own";
  }
  const isMeantLabel = LABELS.test(path) && MEANT_LABELS.test(path + labelsAt(path, objectAt(document, address)));
  return RULES.find(
    (rule) =>
      !(isMeantLabel && rule.path === LABELS) &&
      (rule.address?.test(address) ?? true) &&
      rule.path.test(path) &&
      (rule.operator?.test(operator) ?? true),
  )?.why;
}

/** Whether an added ClusterRole aggregates into roles that no binding refers to, or that have its rules already. */
function addsToUnboundRole({ address, operator, to }: Mutant, document: Json): boolean {
  if (operator !== "add object" || !/^kubernetes_(cluster_role(_v1)?|manifest)\.added$/.test(address)) return false;
  const roles = [...to.matchAll(/aggregate-to-(\w+)/g)].map(([, role]) => role);
  if (roles.length === 0) return false;
  // A role is aggregated in its own cluster.
  const [, provider] = /"provider":"([^"]+)"/.exec(to) ?? [];
  const text = JSON.stringify(objectsOf(document, provider));
  // Those of edit and admin have all that the added ones for view add.
  const wider = roles.includes("edit") ? ["view", "edit", "admin"] : roles;
  return !wider.some((role) => text.includes(`"name":"${role}"`) || text.includes(`"role":"${role}"`));
}

/** The objects of one provider of Kubernetes, and all that name none. */
function objectsOf(document: Json, provider: string | undefined): readonly Json[] {
  const { resource = {}, output = {} } = document as {
    resource?: Record<string, Record<string, { provider?: string }>>;
    output?: Json;
  };
  const own = Object.values(resource)
    .flatMap((named) => Object.values(named))
    .filter((one) => one.provider === undefined || one.provider === provider);
  return [...(own as Json[]), output];
}

/** All labels that a path is above of, as text. */
function labelsAt(path: string, object: Json): string {
  const at = path
    .split(".")
    .reduce<Json | undefined>((one, step) => (one as Record<string, Json> | undefined)?.[step], object);
  return path.endsWith("labels") ? JSON.stringify(at ?? "") : "";
}

/** Whether the provider that an object names is the one that Terraform takes where none is named. */
function namesTheDefault(document: Json, address: string): boolean {
  const [kind] = address.replace(/^data\./, "").split("_");
  return objectAt(document, address).provider === kind;
}

/** Whether a provider of Kubernetes makes a binding or a role. */
function hasBindings(document: Json, address: string): boolean {
  const { resource = {} } = document as { resource?: Record<string, Record<string, { provider?: string }>> };
  const [, key] = /^provider\.(.+)$/.exec(address) ?? [];
  return Object.entries(resource).some(
    ([type, named]) =>
      /^kubernetes_(cluster_)?role/.test(type) &&
      Object.values(named).some(({ provider = "kubernetes" }) => provider === key),
  );
}

/** Whether each resource of a provider says an argument itself. */
function everyOneNames(document: Json, provider: string, argument: string): boolean {
  const { resource = {} } = document as { resource?: Record<string, Record<string, Record<string, Json>>> };
  const own = Object.entries(resource).filter(([type]) => type.startsWith(`${provider}_`));
  return own.every(([, named]) => Object.values(named).every((one) => one[argument] !== undefined));
}
