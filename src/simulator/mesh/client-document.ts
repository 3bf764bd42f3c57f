import { Configuration, Output, placeOf, Resource, text, UnresolvedValue, block } from "../../terraform";
import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION, TrustDeclaration } from "../../trust-declaration";

/** The exec stanza of a client's document. */
export interface ExecStanza {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

/** One cluster as a client's document has it, with the trusts by which it is used. */
export interface ClientEntry {
  /** Where the document stands: `west-access: output.kubeconfig`. */
  readonly place: string;
  /** The file and line of it. */
  readonly where: string;
  readonly server: string;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly stanza: ExecStanza;
  readonly declarations: readonly TrustDeclaration[];
  /** A kubeconfig and its context, where the document is one; Argo CD's secret is none. */
  readonly kubeconfig?: { readonly text: string; readonly context: string };
}

interface KubeconfigDocument {
  readonly kind?: string;
  readonly clusters?: readonly { readonly name: string; readonly cluster: Record<string, string> }[];
  readonly users?: readonly { readonly name: string; readonly user: { readonly exec?: Partial<ExecStanza> } }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: {
      readonly cluster: string;
      readonly user: string;
      readonly extensions?: readonly { readonly name: string; readonly extension: TrustDeclaration }[];
    };
  }[];
}

const ARGO_CD_LABEL = "argocd.argoproj.io/secret-type";
/** Resources that may hold a client's document, and the argument that does. */
const HOLDERS: readonly (readonly [type: string, argument: string])[] = [
  ["kubernetes_config_map", "data"],
  ["kubernetes_config_map_v1", "data"],
  ["kubernetes_secret", "data"],
  ["kubernetes_secret_v1", "data"],
  ["local_file", "content"],
  ["local_sensitive_file", "content"],
];

/**
 * Every cluster that a client's document in the configuration declares a trust for: kubeconfigs in outputs, ConfigMaps,
 * Secrets and local files, and Argo CD's cluster secrets.
 *
 * @throws UnresolvedValue for a document that cannot be known
 */
export function clientEntries(configuration: Configuration): readonly ClientEntry[] {
  return [
    ...configuration.outputs.flatMap((output) => inOutput(configuration, output)),
    ...HOLDERS.flatMap(([type, argument]) =>
      configuration.resources(type).flatMap((resource) => inResource(configuration, resource, argument)),
    ),
  ];
}

function inOutput(configuration: Configuration, output: Output): readonly ClientEntry[] {
  if (!output.mentions(DECLARATION_EXTENSION)) return [];
  const spot = { place: `${output.stack}: output.${output.name}`, where: configuration.whereIsOutput(output) };
  return inText(spot, output.value());
}

function inResource(configuration: Configuration, resource: Resource, argument: string): readonly ClientEntry[] {
  if (!resource.mentions(DECLARATION_EXTENSION)) return [];
  const value = resource.argument(argument);
  const spot = { place: placeOf(resource), where: configuration.whereIs(resource, argument) };
  if (isArgoCdCluster(resource)) return [argoCdEntry(spot, resource, value as Readonly<Record<string, string>>)];
  const texts = typeof value === "object" && value !== null ? Object.values(value) : [value];
  return texts.flatMap((one) => inText(spot, one));
}

/** Where a document stands. */
type Spot = Pick<ClientEntry, "place" | "where">;

function inText(spot: Spot, value: unknown): readonly ClientEntry[] {
  const document = typeof value === "string" ? parsed(value) : value;
  if (typeof document !== "object" || document === null || (document as KubeconfigDocument).kind !== "Config") {
    return [];
  }
  const { clusters = [], users = [], contexts = [] } = document as KubeconfigDocument;
  return contexts.flatMap(({ name, context }) => {
    const declared = context.extensions?.find((one) => one.name === DECLARATION_EXTENSION)?.extension;
    if (!declared) return [];
    const cluster = clusters.find((one) => one.name === context.cluster)?.cluster;
    const exec = users.find((one) => one.name === context.user)?.user.exec;
    if (!cluster || !exec) {
      throw new UnresolvedValue(
        spot.place,
        `the context "${name}" has no cluster or no exec stanza`,
        "Mend the kubeconfig",
      );
    }
    return [
      {
        ...spot,
        server: cluster.server ?? "",
        ...given("tlsServerName", cluster["tls-server-name"]),
        ...given("proxyUrl", cluster["proxy-url"]),
        stanza: stanzaOf(exec),
        declarations: [declared],
        kubeconfig: { text: typeof value === "string" ? value : JSON.stringify(value), context: name },
      },
    ];
  });
}

function isArgoCdCluster(resource: Resource): boolean {
  const labels = (block(resource.argument("metadata")).labels ?? {}) as Readonly<Record<string, unknown>>;
  return labels[ARGO_CD_LABEL] === "cluster";
}

function argoCdEntry(spot: Spot, resource: Resource, data: Readonly<Record<string, string>>): ClientEntry {
  const annotations = (block(resource.argument("metadata")).annotations ?? {}) as Readonly<Record<string, unknown>>;
  const config = parsed(data.config) as {
    execProviderConfig: Omit<Partial<ExecStanza>, "env"> & { readonly env?: Readonly<Record<string, string>> };
    tlsClientConfig?: { readonly serverName?: string };
    proxyUrl?: string;
  };
  const { env = {}, ...exec } = config.execProviderConfig;
  return {
    ...spot,
    server: data.server,
    ...given("tlsServerName", config.tlsClientConfig?.serverName),
    ...given("proxyUrl", config.proxyUrl),
    stanza: { ...stanzaOf(exec), env: Object.entries(env).map(([name, value]) => ({ name, value })) },
    declarations: parsed(text(annotations[DECLARATIONS_ANNOTATION]) ?? "[]") as readonly TrustDeclaration[],
  };
}

function stanzaOf({ apiVersion = "", command = "", args = [], env = [] }: Partial<ExecStanza>): ExecStanza {
  return { apiVersion, command, args, env };
}

function given(name: string, value: string | undefined): object {
  return value ? { [name]: value } : {};
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
