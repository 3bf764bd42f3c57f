import { PLUGIN_COMMAND } from "../../exec-contract";
import { Configuration, placeOf, Resource, UnresolvedValue } from "../../terraform";
import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION } from "../../trust-declaration";
import { argoCdEntry, hasDeclarations, isClusterSecret } from "./argo-cd-secret";
import { ClientEntry, Spot } from "./client-entry";
import { DECLARING, MAY_DECLARE } from "./declaration";
import { isKubeconfig, kubeconfigEntries } from "./kubeconfig";
import { decoded, documentsIn } from "./text-documents";

const SECRETS = ["kubernetes_secret", "kubernetes_secret_v1"];

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
        return entriesAt({ place, where: () => configuration.whereIsOutput(output) }, output.value());
      }),
    ...configuration.resourcesWith(MAY_DECLARE).flatMap((resource) => inResource(configuration, resource)),
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
  const spotOf = (argument: string) => ({
    place: placeOf(resource),
    where: () => configuration.whereIs(resource, argument),
  });
  const object = found.includes("metadata") ? { metadata: resource.argument("metadata") } : {};
  if (!hasDeclarations(object)) return found.flatMap((name) => entriesAt(spotOf(name), resource.argument(name)));
  const kind = SECRETS.includes(resource.type) ? "Secret" : undefined;
  return [argoCdEntry(spotOf("data"), { ...object, kind, stringData: resource.argument("data") })];
}

/** What a value declares. One that is made of a document may hold nothing of it: its digest, for instance. */
function entriesAt(spot: Spot, value: unknown): readonly ClientEntry[] {
  return knownIn(spot, entriesIn(spot, value), value);
}

/** What was found in a value, unless nothing was where something is declared. */
function knownIn(spot: Spot, entries: readonly ClientEntry[], value: unknown): readonly ClientEntry[] {
  if (entries.length === 0 && DECLARING.test(withoutTexts(value))) throw unread(spot);
  return entries;
}

/** A value's JSON without the texts that declare, which were read or refused by themselves. */
function withoutTexts(value: unknown): string {
  const replacer = (_key: string, part: unknown) => (typeof part === "string" && DECLARING.test(part) ? "" : part);
  return JSON.stringify(value, replacer);
}

function entriesIn(spot: Spot, value: unknown): readonly ClientEntry[] {
  if (typeof value === "string") return inText(spot, value);
  if (typeof value !== "object" || value === null) return [];
  if (hasDeclarations(value)) return [argoCdEntry(spot, value)];
  if (isKubeconfig(value)) return kubeconfigEntries(spot, value, JSON.stringify(value));
  return Object.values(value).flatMap((part) => entriesIn(spot, part));
}

function inText(spot: Spot, text: string): readonly ClientEntry[] {
  if (!DECLARING.test(text)) {
    const inner = decoded(text);
    return inner !== undefined && DECLARING.test(inner) ? inText(spot, inner) : [];
  }
  const { documents, rest, fault } = documentsIn(spot.place, text, (one) => DECLARING.test(one));
  // A client reads such a text as JSON or YAML, and it is neither: what is behind the document breaks it.
  if (DECLARING.test(rest) || (/^\s*\{/.test(text) && rest.trim() !== "")) throw unread(spot, fault);
  return documents.flatMap(({ text: own, value }) =>
    isKubeconfig(value) ? knownIn(spot, kubeconfigEntries(spot, value, own), value) : entriesAt(spot, value),
  );
}

function unread({ place }: Spot, fault?: string): UnresolvedValue {
  const reason = `declares a trust (${DECLARATION_EXTENSION}), and is no kubeconfig or Argo CD secret that can be read`;
  const wayOut = "Write there what Kubeconfig or ArgoCdClusterSecret make: JSON or YAML";
  return new UnresolvedValue(place, fault === undefined ? reason : `${reason}: it ${fault}`, wayOut);
}
