import { AZURE_CLOUDS, azureCloudByName } from "../../vendor/azure/clouds";
import { DEFAULT_UNIVERSE } from "../../vendor/google/federation";
import {
  authoritiesOf,
  Edge,
  EXEC_API_VERSIONS,
  flagOf,
  hasOwnRole,
  PLUGIN_COMMAND,
  serverAt,
  showsToken,
  World,
} from "../../simulator";
import { isBase64 } from "../../vendor/kubernetes/base64";
import { Finding, Rule } from "../finding";

const MODES = ["Never", "IfAvailable", "Always"];

/** What keeps a client's document from working, or leads its client elsewhere than the declaration says. */
export const documentFaults: Rule = (world) => [
  ...world.edges.flatMap((edge) => ofEdge(world, edge)),
  ...world.clusters.flatMap((cluster) => statementFaults(world.into(cluster))),
  ...world.services.flatMap((edge) =>
    audienceFaults(edge).map((reason): Finding => {
      return { code: "document-fault", severity: "fault", place: edge.client.place, edge, reason };
    }),
  ),
];

function ofEdge(world: World, edge: Edge): readonly Finding[] {
  const { place } = edge.client;
  const told = [
    ...stanzaFaults(edge),
    ...kubeconfigFaults(edge),
    ...flagFaults(edge),
    ...serverFaults(edge),
    ...audienceFaults(edge),
    ...authorityFaults(world, edge),
  ];
  const faults = told.map((reason): Finding => ({ code: "document-fault", severity: "fault", place, edge, reason }));
  return [...faults, ...strangeCommand(edge)];
}

/** What a client-go client refuses of the stanza. Kubernetes documentation: "Client authentication", exec. */
function stanzaFaults({ client: { stanza }, request }: Edge): readonly string[] {
  const { apiVersion, command } = stanza;
  const version = apiVersion.replace(/^client\.authentication\.k8s\.io\//, "");
  const faults: string[] = [];
  if (version === apiVersion || !EXEC_API_VERSIONS.some((one) => one === version)) {
    faults.push(`the stanza's apiVersion is "${apiVersion}", which no client knows`);
  } else {
    const spoken = flagOf(request, "exec-api-version");
    if (spoken !== undefined && spoken !== version) {
      faults.push(`the stanza's apiVersion is ${version}, and the plugin is told to speak ${spoken}`);
    }
  }
  if (command === "") faults.push("the stanza has no command");
  return faults;
}

/** What kubectl refuses of a kubeconfig, and where it would not find its way. */
function kubeconfigFaults({ client: { kubeconfig } }: Edge): readonly string[] {
  if (!kubeconfig) return [];
  const { document } = kubeconfig;
  const faults: string[] = [];
  const version = document.apiVersion ?? "";
  if (version !== "" && version !== "v1") {
    faults.push(`the kubeconfig's apiVersion is ${JSON.stringify(version)}, not v1`);
  }
  const contexts = list(document.contexts);
  const current = document["current-context"];
  if (!contexts.some(({ name }) => name === current)) {
    faults.push(`current-context is ${JSON.stringify(current ?? "")}, and no context has that name`);
  }
  const own = contexts.find(({ name }) => name === kubeconfig.context);
  const named = (own?.context as { user?: string } | undefined)?.user;
  const user = list(document.users).find(({ name }) => name === named)?.user;
  const { exec = {} } = (user ?? {}) as { exec?: { apiVersion?: string; interactiveMode?: string } };
  const { interactiveMode } = exec;
  const isNeeded = exec.apiVersion?.endsWith("/v1") === true;
  if (interactiveMode === undefined ? isNeeded : !MODES.includes(interactiveMode)) {
    faults.push(`interactiveMode is "${interactiveMode ?? ""}", not one of ${MODES.join(", ")}`);
  }
  return faults;
}

/** Flags that lead to another universe, cluster or file than the declaration's. */
function flagFaults({ request, declaration }: Edge): readonly string[] {
  const faults: string[] = [];
  const tokenFile = flagOf(request, "token-file");
  if (tokenFile !== undefined && !/^(\/|[A-Za-z]:\\)[^*]+$/.test(tokenFile)) {
    faults.push(`--token-file is "${tokenFile}", which is no absolute path of a file`);
  }
  const universe = flagOf(request, "universe-domain");
  const host = /^\/\/iam\.([^/]+)\//.exec(flagOf(request, "audience") ?? "")?.[1];
  if (universe !== undefined && universe !== (host ?? DEFAULT_UNIVERSE)) {
    faults.push(`--universe-domain is "${universe}", and the audience is of ${host ?? DEFAULT_UNIVERSE}`);
  }
  const cloud = flagOf(request, "cloud");
  const facts = azureCloudByName(cloud);
  const audiences = AZURE_CLOUDS.map(({ audience }) => audience);
  const isOther = facts?.audience !== declaration.audience && audiences.includes(declaration.audience);
  if (cloud !== undefined && (!facts || isOther)) {
    faults.push(`--cloud is "${cloud}", and the audience is ${declaration.audience}`);
  }
  const [, , , region, , cluster] = declaration.target.name.split(":");
  if (request.subcommand !== "eks" || cluster === undefined) return faults;
  const name = flagOf(request, "cluster-name");
  if (name !== undefined && name !== cluster.replace(/^cluster\//, "")) {
    faults.push(`--cluster-name is "${name}", and the declared cluster is ${declaration.target.name}`);
  }
  const own = flagOf(request, "region");
  if (own !== undefined && own !== region) {
    faults.push(`--region is "${own}", and the declared cluster is in ${region}`);
  }
  return faults;
}

/** A server that is another than the one for which the document was written. */
function serverFaults({ client: { server }, declaration: { target } }: Edge): readonly string[] {
  if (target.server === undefined || serverAt(target.server) === serverAt(server)) return [];
  return [`its server is ${server}, and its declaration is of ${target.server}`];
}

/** A token that is shown for no audience, and an audience for which none is shown. */
function audienceFaults(edge: Edge): readonly string[] {
  const { audience } = edge.declaration;
  if (audience !== "") {
    return showsToken(edge) ? [] : [`declares the audience ${audience}, and its arguments show no token`];
  }
  if (!showsToken(edge) || hasOwnRole(edge)) return [];
  return ["declares no audience, and its arguments show a token that has one"];
}

/** Statements of a cluster's settings that another document denies. */
function statementFaults(edges: readonly Edge[]): readonly Finding[] {
  const said = new Map<string, { readonly edge: Edge; readonly value: unknown }>();
  return edges.flatMap((edge) =>
    Object.entries(edge.declaration.target.stated ?? {}).flatMap(([name, value]): readonly Finding[] => {
      const first = said.get(name) ?? { edge, value };
      said.set(name, first);
      if (first.value === value) return [];
      const { place } = edge.client;
      const reason = `states ${name}: ${String(value)}, and ${first.edge.client.place} states ${String(first.value)}`;
      return [{ code: "document-fault", severity: "fault", place, edge, what: name, reason }];
    }),
  );
}

/** An authority that is none, or another than the cluster is known by. */
function authorityFaults(world: World, edge: Edge): readonly string[] {
  const { authority, isUnchecked, server } = edge.client;
  if (authority !== undefined && isUnchecked) {
    return ["has a certificate-authority-data and checks no certificate, which clients refuse"];
  }
  if (authority === undefined) {
    const [other] = isUnchecked ? [] : authoritiesOf(world, edge);
    return other ? [`has no certificate-authority-data for ${server}, and ${other.said} has it`] : [];
  }
  const isCertificate = /-----BEGIN CERTIFICATE-----/.test(Buffer.from(authority, "base64").toString("utf8"));
  if (!isCertificate || !isBase64(authority)) {
    return ["its certificate-authority-data is no certificate in base64"];
  }
  const known = authoritiesOf(world, edge);
  const other = known.find((one) => one.authority !== authority.trim());
  if (!other || known.some((one) => one.authority === authority.trim())) return [];
  return [`its certificate-authority-data is another than that of ${other.said}`];
}

/** The plugin under another name may be anything. */
function strangeCommand(edge: Edge): readonly Finding[] {
  const { place, stanza } = edge.client;
  if (stanza.command === "" || new RegExp(`(^|[/\\\\])${PLUGIN_COMMAND}(\\.exe|\\.cmd)?$`).test(stanza.command)) {
    return [];
  }
  const reason = `starts "${stanza.command}", and what that does is not known`;
  return [{ code: "document-fault", severity: "gap", place, edge, what: stanza.command, reason }];
}

function list(value: unknown): readonly { readonly name?: string; readonly [key: string]: unknown }[] {
  return Array.isArray(value) ? (value as { name?: string }[]) : [];
}
