import { UnresolvedValue } from "../../terraform";
import { DECLARATION_EXTENSION } from "../../trust-declaration";
import { ClientEntry, connectionOf, ExecStanza, Spot, stanzaOf } from "./client-entry";
import { declarationOf } from "./declaration";

/** A kubeconfig's document, as far as it is read. */
interface Kubeconfig {
  readonly kind?: string;
  readonly clusters?: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
  readonly users?: readonly { readonly name: string; readonly user: { readonly exec?: Partial<ExecStanza> } }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: {
      readonly cluster: string;
      readonly user: string;
      readonly extensions?: readonly { readonly name: string; readonly extension: unknown }[];
    };
  }[];
}

/** Whether an object is a kubeconfig, or means to be one. */
export function isKubeconfig(value: object): boolean {
  const { kind, contexts } = value as Kubeconfig;
  return kind === "Config" || Array.isArray(contexts);
}

/**
 * The contexts of a kubeconfig that declare a trust.
 *
 * @param text the document as its client has it
 * @throws UnresolvedValue
 */
export function kubeconfigEntries(spot: Spot, value: object, text: string): readonly ClientEntry[] {
  const { kind, clusters = [], users = [], contexts = [] } = value as Kubeconfig;
  return contexts.flatMap(({ name, context }) => {
    const declared = context.extensions?.find((one) => one.name === DECLARATION_EXTENSION);
    if (!declared) return [];
    const cluster = clusters.find((one) => one.name === context.cluster)?.cluster;
    const exec = users.find((one) => one.name === context.user)?.user.exec;
    const fault = (reason: string) => new UnresolvedValue(spot.place, reason, "Mend the kubeconfig");
    if (kind !== "Config") throw fault(`is of the kind "${kind}", and a kubeconfig's is "Config"`);
    if (!cluster || !exec) throw fault(`the context "${name}" has no cluster or no exec stanza`);
    return [
      {
        ...spot,
        server: cluster.server ?? "",
        ...connectionOf({
          tlsServerName: cluster["tls-server-name"],
          proxyUrl: cluster["proxy-url"],
          authority: cluster["certificate-authority-data"],
          isUnchecked: cluster["insecure-skip-tls-verify"],
        }),
        stanza: stanzaOf(exec),
        declarations: [declarationOf(spot.place, `the context "${name}"`, declared.extension)],
        kubeconfig: { text, context: name },
      },
    ];
  });
}
