import { Resource, UnresolvedValue } from "../../terraform";
import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION, TrustDeclaration } from "../../trust-declaration";

/**
 * The text of a document that declares trusts: a list of extensions with ours in it, or the annotation. Other things are
 * named after the library too, and the annotations of bindings begin like this one.
 */
export const DECLARING = new RegExp(
  `extensions?\\W[^]*?name\\W{1,40}${DECLARATION_EXTENSION}(?![\\w/-])|${DECLARATIONS_ANNOTATION}`,
);

const TEXTS = ["source.cluster", "source.issuer", "source.subject", "target.cluster", "target.name"];
const OWN_TEXTS = ["audience", "principal", "user"];
const LISTS = ["groups", "access", "adopted"];

/**
 * A declaration as it must be, of what a document holds in its place.
 *
 * @param what whose it is, for messages: `the context "west"`
 * @throws UnresolvedValue
 */
export function declarationOf(place: string, what: string, value: unknown): TrustDeclaration {
  const at = (path: string) => path.split(".").reduce<unknown>((of, name) => (of as Fields | undefined)?.[name], value);
  const missing =
    [...TEXTS, ...OWN_TEXTS].find((path) => typeof at(path) !== "string") ??
    LISTS.find((path) => !Array.isArray(at(path)));
  if (missing === undefined) return value as TrustDeclaration;
  throw new UnresolvedValue(place, `the declaration of ${what} has no ${missing}`, "Synthesize the document again");
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a resource holds a client's document that declares a trust. */
export function carriesDeclarations(resource: Resource): boolean {
  return resource.argumentsWith(DECLARING).length > 0;
}
