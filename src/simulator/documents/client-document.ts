import { PLUGIN_COMMAND } from "../../exec-contract";
import { Configuration, placeOf, Resource, UnresolvedValue } from "../../terraform";
import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION } from "../../trust-declaration";
import { argoCdEntry, hasDeclarations, isClusterSecret } from "./argo-cd-secret";
import { ClientEntry, Spot } from "./client-entry";
import { DECLARING } from "./declaration";
import { jsonIn } from "./json-in-text";
import { isKubeconfig, kubeconfigEntries } from "./kubeconfig";

const SECRETS = ["kubernetes_secret", "kubernetes_secret_v1"];
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/**
 * Every cluster that a client's document in the configuration declares a trust for: kubeconfigs and Argo CD's cluster
 * secrets, in outputs and in resources of whatever type.
 *
 * @throws UnresolvedValue for a document that cannot be known, or that declares a trust and cannot be read
 */
export function clientEntries(configuration: Configuration): readonly ClientEntry[] {
  refuseUndeclared(configuration);
  return [
    ...configuration.outputs
      .filter((output) => output.matches(DECLARING))
      .flatMap((output) => {
        const place = `${output.stack}: output.${output.name}`;
        return entriesAt({ place, where: configuration.whereIsOutput(output) }, output.value());
      }),
    ...configuration.resourcesWith(DECLARING).flatMap((resource) => inResource(configuration, resource)),
  ];
}

/** A cluster of Argo CD that starts the plugin and does not say for whom would not be tried. */
function refuseUndeclared(configuration: Configuration): void {
  const command = new RegExp(PLUGIN_COMMAND);
  for (const resource of SECRETS.flatMap((type) => configuration.resources(type))) {
    if (!resource.argumentsWith(command).includes("data")) continue;
    const secret = { kind: "Secret", metadata: resource.argument("metadata") };
    if (!isClusterSecret(secret) || hasDeclarations(secret)) continue;
    const reason = `starts ${PLUGIN_COMMAND}, and has no annotation ${DECLARATIONS_ANNOTATION} that says for whom`;
    throw new UnresolvedValue(placeOf(resource), reason, "Make it with ArgoCdClusterSecret");
  }
}

function inResource(configuration: Configuration, resource: Resource): readonly ClientEntry[] {
  const found = resource.argumentsWith(DECLARING);
  const spotOf = (argument: string) => ({ place: placeOf(resource), where: configuration.whereIs(resource, argument) });
  const object = found.includes("metadata") ? { metadata: resource.argument("metadata") } : {};
  if (!hasDeclarations(object)) return found.flatMap((name) => entriesAt(spotOf(name), resource.argument(name)));
  const kind = SECRETS.includes(resource.type) ? "Secret" : undefined;
  return [argoCdEntry(spotOf("data"), { ...object, kind, stringData: resource.argument("data") })];
}

/** What a value declares. One that is made of a document may hold nothing of it: its digest, for instance. */
function entriesAt(spot: Spot, value: unknown): readonly ClientEntry[] {
  const entries = entriesIn(spot, value);
  if (entries.length === 0 && DECLARING.test(JSON.stringify(value))) throw unread(spot);
  return entries;
}

function entriesIn(spot: Spot, value: unknown): readonly ClientEntry[] {
  if (typeof value === "string") return inText(spot, value);
  if (typeof value !== "object" || value === null) return [];
  if (hasDeclarations(value)) return [argoCdEntry(spot, value)];
  if (isKubeconfig(value)) return kubeconfigEntries(spot, value, JSON.stringify(value));
  return Object.values(value).flatMap((part) => entriesIn(spot, part));
}

function inText(spot: Spot, text: string): readonly ClientEntry[] {
  if (!DECLARING.test(text)) return BASE64.test(text) ? inBase64(spot, text) : [];
  const found = jsonIn(text)
    .map(({ text: own, value }) => {
      const entries = isKubeconfig(value) ? kubeconfigEntries(spot, value, own) : entriesIn(spot, value);
      return { own, entries };
    })
    .filter(({ entries }) => entries.length > 0);
  const rest = found.reduce((left, { own }) => left.replace(own, () => ""), text);
  if (DECLARING.test(rest)) throw unread(spot);
  return found.flatMap(({ entries }) => entries);
}

/** Text that was encoded, as binary data and the fields of a manifest's Secret are. */
function inBase64(spot: Spot, text: string): readonly ClientEntry[] {
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return DECLARING.test(decoded) ? inText(spot, decoded) : [];
}

function unread({ place }: Spot): UnresolvedValue {
  const reason = `declares a trust (${DECLARATION_EXTENSION}), and is no kubeconfig or Argo CD secret that can be read`;
  return new UnresolvedValue(place, reason, "Write there what Kubeconfig or ArgoCdClusterSecret make, as it is: JSON");
}
