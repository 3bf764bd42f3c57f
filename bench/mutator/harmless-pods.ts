import { Equivalence } from "./equivalence";
import { objectAt } from "./objects-in-documents";
import { Json, parsed } from "./mutate";

const WORKLOAD = /^kubernetes_(deployment|stateful_set|daemon_set|daemonset|job|cron_job|pod)(_v1)?\./;

/** Variables without which a client comes by the same identity, each with the reason. */
const OPTIONAL: Readonly<Record<string, string>> = {
  TRUST_MESH_CACHE_DIR: "the plugin asks the cloud again where it keeps nothing",
  AWS_ROLE_SESSION_NAME: "SDKs make a name of their own; the policies of the examples ask for none",
  AWS_REGION: "some SDKs read the other one, and code may name the region",
  AWS_DEFAULT_REGION: "some SDKs read the other one, and code may name the region",
  AWS_STS_REGIONAL_ENDPOINTS: "newer SDKs ask the region's STS by themselves",
  AZURE_AUTHORITY_HOST: "the public authority is the default",
  AZURE_TOKEN_CREDENTIALS: "the credential is one of those that are tried by default",
  GOOGLE_CLOUD_PROJECT: "the project that clients ask first gives no right",
  CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: "gcloud alone reads it",
};
/** Variables whose values SDKs compare without regard to letter case, as hosts and ids are. */
const WITHOUT_CASE = /^(AZURE_(CLIENT_ID|TENANT_ID|AUTHORITY_HOST|TOKEN_CREDENTIALS)|AWS_STS_REGIONAL_ENDPOINTS)$/;
/** Variables of which another value of the right form gives the same. */
const FREE = /^(TRUST_MESH_CACHE_DIR|AWS_ROLE_SESSION_NAME|GOOGLE_CLOUD_PROJECT)$/;

/** Changes of pods and of what stands beside them that change nothing of who may do what. */
export const EQUIVALENCES_OF_PODS: readonly Equivalence[] = [
  {
    name: "variables-of-cache",
    ...{ address: /./, path: /(^|\.)(env|extraEnv|extraEnvVars)$/, operator: /^remove argument$/ },
    reason: "the plugin asks the cloud again where it keeps nothing",
    holds: ({ path, object }) => {
      const all = (valueAt(path, object) ?? []) as { name?: string }[];
      return all.every(({ name = "" }) => name in OPTIONAL);
    },
  },
  {
    name: "variable-that-may-be-left-out",
    ...{ address: /./, path: /(^|\.)(env|extraEnv|extraEnvVars)\.\d+(\.(name|value))?$/ },
    reason: "the client comes by the same identity without it",
    holds: ({ path, operator, object, to }) => {
      const { name = "" } = variableAt(path, object);
      const isGone = /^remove/.test(operator) || path.endsWith(".name") || to === '""';
      if (path.endsWith(".value") && operator === "other case" && WITHOUT_CASE.test(name)) return true;
      // SDKs take an authority with a slash at its end and without one.
      if (name === "AZURE_AUTHORITY_HOST" && /^"https:\/\/[^/"]+"$/.test(to) && operator === "other text") return true;
      return (isGone && name in OPTIONAL) || FREE.test(name);
    },
  },
  {
    name: "further-variable",
    ...{ address: /./, path: /(^|\.)(env|extraEnv|extraEnvVars)$/, operator: /^add block$/ },
    reason: "a variable that no client reads",
  },
  {
    name: "workload-that-is-not-there",
    ...{ address: WORKLOAD, operator: /^remove (object|argument)$/ },
    path: /^(|spec|spec\.selector(\..*)?|spec\.template|spec\.template\.(metadata|spec)|spec\.template\.spec\.container)$/,
    reason: "a workload that is missing, or that Terraform refuses, has no identity",
  },
  {
    name: "selector-of-workload",
    ...{ address: WORKLOAD, path: /^spec\.selector\./ },
    reason: "which pods a workload counts as its own gives no right; the API server refuses one that does not fit",
  },
  {
    name: "name-of-workload",
    ...{ address: WORKLOAD, path: /^(metadata\.name|.*container\.\d+\.name)$/, operator: /^other text$/ },
    reason: "a workload's name and those of its containers give nothing",
  },
  {
    name: "name-of-an-init-container",
    ...{ address: /./, path: /initContainers\.\d+\.name$/, operator: /^other text$/ },
    reason: "a container's name gives nothing",
  },
  {
    name: "place-of-a-token-whose-pod-was-not-read",
    ...{ address: /^output\./, path: /exec(ProviderConfig)?\.args\.\d+$/ },
    ...{ operator: /^(other text|other case|wildcard|longer by a wildcard)$/ },
    reason: "the path at which a pod of the user's own keeps the token that the same cloud trusts",
    holds: ({ path, object, everything }) => isTokenFile(path, object) && !isMounted(valueAt(path, object), everything),
  },
  {
    name: "program",
    ...{ address: /./, path: /ontainers?\.\d+\.(image|imagePullPolicy|command|resources|securityContext)(\..*)?$/ },
    reason: "which program runs, and with how much, is not the wiring's",
  },
  {
    name: "read-only-in-any-case",
    ...{ address: /./, path: /\.(read_only|readOnly)$/ },
    reason: "the kubelet mounts tokens and ConfigMaps read-only, and a writable folder serves as well",
  },
  {
    name: "folder-of-cache",
    ...{ address: /./, path: /(volume_mount|olumeMounts)\.\d+(\.(mount_path|mountPath))?$/ },
    reason: "the plugin keeps nothing where its folder is elsewhere",
    holds: ({ path, object }) => {
      const mount = valueAt(path.replace(/\.(mount_path|mountPath)$/, ""), object) as { name?: string } | undefined;
      return mount?.name === "trust-mesh-cache";
    },
  },
  {
    name: "size-and-medium-of-folder",
    ...{ address: /./, path: /(empty_dir|emptyDir)(\.(medium|size_limit|sizeLimit))?$/ },
    ...{ operator: /^(remove argument|empty)$/, reason: "Kubernetes takes a folder of any size on a disk then" },
  },
  {
    name: "size-of-folder",
    ...{ address: /./, path: /(empty_dir|emptyDir)(\.\d+)?\.(size_limit|sizeLimit)$/, operator: /^other text$/ },
    reason: "a folder of another size serves as well",
    holds: ({ to }) => /^"\d+([kMGTPE]|[KMGTPE]i)?"$/.test(to),
  },
  {
    name: "mode-that-lets-everybody-read",
    ...{ address: /./, path: /\.(default_mode|defaultMode)$/, operator: /^other text$/ },
    reason: "every user of the container can read the file",
    holds: ({ to }) => /^"0?[0-7]?[0-7]?[4-7]"$/.test(to),
  },
  {
    name: "config-map-that-nothing-mounts",
    ...{ address: /^kubernetes_config_map(_v1)?\.added$/, path: /^metadata\.name$/ },
    ...{ operator: /^copy with another text$/, reason: "pods mount the one of the other name" },
  },
  {
    name: "namespace-that-nothing-is-in",
    ...{ address: /^kubernetes_namespace(_v1)?\./, path: /^provider$/ },
    reason: "no object and no subject is of the namespace, in whatever cluster it is",
    holds: ({ address, object, everything }) => {
      const { name = "" } = (object.metadata ?? {}) as { readonly name?: string };
      const own = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const uses = new RegExp(`namespace\\\\*":\\\\*"${own}\\\\*"|serviceaccount:${own}:`);
      return name !== "" && !everything.includes(`\${${address}.`) && !uses.test(everything);
    },
  },
  {
    name: "role-that-nothing-binds",
    ...{ address: /^kubernetes_role(_v1)?\.added$/, path: /^metadata\.name$/ },
    ...{ operator: /^copy with another text$/, reason: "a Role gives nothing that no binding refers to" },
  },
  {
    name: "further-pods-of-the-account",
    ...{ address: /^kubernetes_deployment(_v1)?\.added$/, path: /^metadata\.name$/ },
    ...{ operator: /^copy with another text$/, reason: "they have the identity that the service account's pods have" },
  },
  {
    name: "workload-of-other-texts",
    ...{ address: WORKLOAD, path: /^(spec|metadata)$/, operator: /^other text$/ },
    reason: "its pods run as a service account that nothing trusts, or in a namespace of which nothing is trusted",
    holds: (change) => {
      const name = change.path === "spec" ? "service_account_name" : "namespace";
      const before = valuesOf(name, change.object);
      return before !== "" && before !== valuesOf(name, objectAt(change.make(), change.address));
    },
  },
  {
    name: "default-mode",
    ...{ address: /./, path: /\.(default_mode|defaultMode)$/, operator: /^(remove argument|other number)$/ },
    reason: "the mode of Kubernetes' own lets everybody read, and so does one more",
  },
  {
    name: "life-of-token",
    ...{
      address: /./,
      path: /\.(expiration_seconds|expirationSeconds)$/,
      operator: /^(remove argument|other number)$/,
    },
    reason: "a token of an hour is renewed like one of another life within the bounds",
  },
  {
    name: "further-token",
    ...{ address: /./, path: /\.projected(\.\d+\.sources|\.sources)?$/, operator: /^add block$/ },
    reason: "a token for an audience that nothing trusts",
  },
  {
    name: "service-account-that-is-not-there",
    ...{ address: /^kubernetes_service_account/, path: /^(|metadata|metadata\.(name|namespace)|provider)$/ },
    reason: "pods whose service account is missing do not start, and no other subject is admitted",
  },
  {
    name: "manifests-that-others-apply",
    ...{ address: /^kubernetes_config_map/, path: /^provider$/, operator: /^other provider$/ },
    reason: "what its texts describe, or what mounts it, is applied by others in a cluster that nothing names",
    holds: ({ object }) => !JSON.stringify(object.metadata ?? "").includes("cdktf-trust-mesh/services"),
  },
  {
    name: "second-wildcard",
    ...{ address: /./, path: /services(\.\(json\))?\.\d+\.grants\.\d+\.resources\.\d+$/ },
    ...{ operator: /^longer by a wildcard$/, reason: "two wildcards at the end are one" },
    holds: ({ to }) => to.endsWith('**"'),
  },
  {
    name: "account-that-the-principal-tells",
    ...{ address: /./, path: /services(\.\(json\))?\.\d+\.client\.service-account$/, operator: /^remove argument$/ },
    reason:
      "pods of GKE act as the account that the annotation of theirs names, which is compared with the declared principal",
  },
  {
    name: "own-token",
    ...{ address: /^kubernetes_service_account/, path: /^automount_service_account_token$/ },
    reason: "the token for the pod's own API server is for another audience than any edge's",
  },
  {
    name: "optional-of-credential-file",
    ...{ address: /./, path: /\.(credential_source\.format(\.type)?|token_info_url)$/, operator: /^remove argument$/ },
    reason: "clients take text where no format is said, and ask who they are for people alone",
  },
  {
    name: "immutable",
    ...{ address: /^kubernetes_config_map/, path: /^immutable$/ },
    reason: "whether a ConfigMap may be changed later",
  },
  {
    name: "name-that-is-referred-to",
    ...{ address: /^kubernetes_config_map/, path: /^metadata\.name$/, operator: /^other text$/ },
    reason: "the pods that mount it refer to it and move along",
    holds: ({ address, everything }) => everything.includes(`\${${address}.metadata[0].name}`),
  },
  {
    name: "component-with-another-account",
    ...{ address: /^output\./, path: /\.(controller|server|applicationSet)(\.serviceAccount(\.name)?)?$/ },
    ...{
      operator: /^(remove argument|empty)$/,
      reason: "the chart's own name is the same; without the component it is not wired",
    },
  },
  {
    name: "more-of-a-list",
    ...{ address: /./, path: /(args|volumes|volume|olumeMounts|volume_mount)$/, operator: /^add (element|block)$/ },
    reason: "a further argument, volume or mount that nothing uses",
  },
  {
    name: "help-of-plugin",
    ...{ address: /^kubernetes_config_map/, path: /^binary_data\.trust-mesh-auth-help\.js\.br$/ },
    reason: "the plugin checks the file with help and doctor, and comes in without it",
  },
  {
    name: "text-of-manifest",
    ...{ address: /^kubernetes_config_map/, path: /^data\.job\.json$/ },
    reason: "a manifest that is no Job any more has no pods",
  },
];

/** Whether an argument is the value of `--token-file`. */
function isTokenFile(path: string, object: Json): boolean {
  const at = Number(/\d+$/.exec(path)?.[0]);
  const args = valueAt(path.replace(/\.\d+$/, ""), object) as readonly Json[] | undefined;
  return args?.[at - 1] === "--token-file";
}

/** Whether a pod mounts a file's folder, in whatever text it is written. */
function isMounted(file: Json | undefined, everything: string): boolean {
  const folder = typeof file === "string" ? file.replace(/\/[^/]*$/, "") : "";
  return [`"`, `\\"`, `\\\\\\"`].some((end) => everything.includes(`${folder}${end}`));
}

/** The values of an argument wherever it stands in an object, in a dynamic block, too; empty where it is not there. */
function valuesOf(name: string, object: Json): string {
  const pairs = [...JSON.stringify(object).matchAll(/"(\w+)":("(?:[^"\\]|\\.)*")/g)];
  const values = pairs.flatMap(([, key, value]) => (key === name ? [value] : []));
  return values.sort().join();
}

function variableAt(path: string, object: Readonly<Record<string, Json>>): { readonly name?: string } {
  return (valueAt(path.replace(/\.(name|value)$/, ""), object) ?? {}) as { name?: string };
}

function valueAt(path: string, object: Json): Json | undefined {
  return path.split(".").reduce<Json | undefined>((value, step) => {
    if (step === "(json)") return parsed(value as string);
    return (value as Record<string, Json> | undefined)?.[step];
  }, object);
}
