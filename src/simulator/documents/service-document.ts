import { Configuration, placeOf, Resource, text, UnresolvedValue } from "../../terraform";
import { SERVICES_ANNOTATION, ServiceDeclaration } from "../../trust-declaration";
import { Spot } from "./client-entry";
import { isTexts } from "./declaration";
import { parsed } from "./json-in-text";
import { decoded, documentsIn } from "./text-documents";

/** A declared use of services, and where it stands. */
export interface ServiceEntry {
  readonly spot: ServiceSpot;
  readonly declaration: ServiceDeclaration;
  /** The annotations of the same object; empty for a document. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Where a use of services is declared. */
interface ServiceSpot extends Spot {
  /** The resource that carries the declaration; undefined for an output. */
  readonly resource?: Resource;
}

const SERVICES = new RegExp(SERVICES_ANNOTATION);
const TEXTS = [
  ...["source.cluster", "source.issuer", "source.subject", "account.name", "account.cloud", "account.id"],
  ...["audience", "principal"],
];
const CLOUDS = ["aws", "google", "azure"];

/**
 * Every use of services that the configuration declares: in annotations of pods, ConfigMaps and other objects, and in
 * outputs.
 *
 * @throws UnresolvedValue for a declaration that cannot be known or read
 */
export function serviceEntries(configuration: Configuration): readonly ServiceEntry[] {
  return [
    ...configuration.outputs
      .filter((output) => output.matches(SERVICES))
      .flatMap((output) => {
        const place = `${output.stack}: output.${output.name}`;
        return entriesAt({ place, where: () => configuration.whereIsOutput(output) }, output.value());
      }),
    ...configuration.resourcesWith(SERVICES).flatMap((resource) =>
      resource.argumentsWith(SERVICES).flatMap((name) => {
        const spot = { place: placeOf(resource), where: () => configuration.whereIs(resource, name), resource };
        return entriesAt(spot, resource.argument(name));
      }),
    ),
  ];
}

function entriesAt(spot: ServiceSpot, value: unknown): readonly ServiceEntry[] {
  const entries = entriesIn(spot, value);
  if (entries.length === 0) throw fault(spot, "is nothing that can be read");
  return entries;
}

function entriesIn(spot: ServiceSpot, value: unknown): readonly ServiceEntry[] {
  if (typeof value === "string") return inText(spot, value);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) =>
    name === SERVICES_ANNOTATION ? declared(spot, part, value) : entriesIn(spot, part),
  );
}

function inText(spot: ServiceSpot, content: string): readonly ServiceEntry[] {
  if (SERVICES.test(content)) {
    const { documents } = documentsIn(spot.place, content, (one) => SERVICES.test(one));
    return documents.flatMap(({ value }) => entriesIn(spot, value));
  }
  const inner = decoded(content);
  return inner !== undefined && SERVICES.test(inner) ? inText(spot, inner) : [];
}

function declared(spot: ServiceSpot, value: unknown, beside: object): readonly ServiceEntry[] {
  const list = typeof value === "string" ? parsed(value) : value;
  if (!Array.isArray(list)) throw fault(spot, "is no JSON list");
  const annotations = Object.fromEntries(Object.entries(beside).map(([name, one]) => [name, text(one) ?? ""]));
  return list.map((one: unknown) => ({ spot, declaration: checked(spot, one), annotations }));
}

function checked(spot: Spot, value: unknown): ServiceDeclaration {
  const at = (path: string) => path.split(".").reduce<unknown>((of, name) => (of as Fields | undefined)?.[name], value);
  const missing = TEXTS.find((path) => typeof at(path) !== "string");
  if (missing !== undefined) throw fault(spot, `has no ${missing}`);
  if (!Array.isArray(at("grants"))) throw fault(spot, "has no grants");
  if (!isTexts(at("adopted"))) throw fault(spot, "has no adopted");
  if (!isTexts(at("owners") ?? [])) throw fault(spot, "has owners that are no texts");
  const client = at("client");
  if (typeof client !== "object" || client === null) throw fault(spot, "has no client");
  if (!isTexts(Object.values(client))) throw fault(spot, "has a client's field that is no text");
  const odd = (at("grants") as unknown[]).flatMap((grant, index) => oddIn(grant, `grants[${index}]`))[0];
  if (odd !== undefined) throw fault(spot, `has no ${odd}`);
  if (!CLOUDS.includes(String(at("account.cloud")))) throw fault(spot, "is of a cloud that is not known");
  const own = /^arn:[^:]+:iam::(\d+):/.exec(String(at("principal")))?.[1];
  const id = at("account.id");
  if (own !== undefined && id !== "" && id !== own) {
    throw fault(spot, `is of the account ${String(id)}, and its role is of ${own}`);
  }
  return value as ServiceDeclaration;
}

/** What a grant lacks, or has in another form. */
function oddIn(grant: unknown, path: string): readonly string[] {
  const { words, resources, actions, role, conditions } = (grant ?? {}) as Fields;
  const isWhole = {
    words: typeof words === "string",
    // An empty text names nothing, and a scope that is empty would be all there is.
    resources: isTexts(resources) && !resources.includes(""),
    actions: actions === undefined || isTexts(actions),
    role: role === undefined ? actions !== undefined : typeof role === "string",
    conditions: conditions === undefined || (Array.isArray(conditions) && conditions.every(isCondition)),
  };
  return Object.entries(isWhole).flatMap(([name, is]) => (is ? [] : [`${path}.${name}`]));
}

function isCondition(value: unknown): boolean {
  const { operator, key, values } = (value ?? {}) as Fields;
  return typeof operator === "string" && typeof key === "string" && isTexts(values);
}

type Fields = Readonly<Record<string, unknown>>;

function fault({ place }: Spot, reason: string): UnresolvedValue {
  const wayOut = "Write there what PodWiring makes, as it is, and synthesize again";
  return new UnresolvedValue(place, `the declaration ${SERVICES_ANNOTATION} ${reason}`, wayOut);
}
