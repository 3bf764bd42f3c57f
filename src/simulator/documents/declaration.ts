import { Resource, UnresolvedValue } from "../../terraform";
import {
  DECLARATION_EXTENSION,
  DECLARATIONS_ANNOTATION,
  StatedSettings,
  TrustDeclaration,
} from "../../trust-declaration";
import { EKS_AUTHENTICATION_MODES } from "../../vendor/aws/eks";

/**
 * The text of a document that declares trusts: a list of extensions with ours in it, or the annotation. Other things are
 * named after the library too, and the annotations of bindings begin like this one.
 */
export const DECLARING = new RegExp(
  `extensions?\\W[^]*?name\\W{1,40}${DECLARATION_EXTENSION}(?![\\w/-])|${DECLARATIONS_ANNOTATION}`,
);

/** Texts of which each such document has one: what has none is passed over at a glance. */
export const MAY_DECLARE = new RegExp(`extension|${DECLARATIONS_ANNOTATION}`);

const TEXTS = pathsOf("source.cluster", "source.issuer", "source.subject", "target.cluster", "target.name");
const isFlag = (value: unknown) => value === undefined || typeof value === "boolean";
/** What each statement may be. */
const STATED: Readonly<Record<keyof StatedSettings, (value: unknown) => boolean>> = {
  authenticationMode: (value) => value === undefined || EKS_AUTHENTICATION_MODES.some((mode) => mode === value),
  entraIntegration: isFlag,
  azureRbacEnabled: isFlag,
  localAccounts: isFlag,
  legacyAbac: isFlag,
};
const STATED_PATHS = Object.entries(STATED).map(([name, is]) => ({ path: pathOf(`target.stated.${name}`), is }));
const OWN_TEXTS = pathsOf("audience", "principal", "user");
const LISTS_OF_TEXTS = pathsOf("groups", "adopted");
const [ACCESS, SERVER, OWNERS] = pathsOf("access", "target.server", "owners");

/**
 * A declaration as it must be, of what a document holds in its place.
 *
 * @param what whose it is, for messages: `the context "west"`
 * @throws UnresolvedValue
 */
export function declarationOf(place: string, what: string, value: unknown): TrustDeclaration {
  const at = ({ names }: Path) => {
    let found: unknown = value;
    for (const name of names) found = (found as Fields | undefined)?.[name];
    return found;
  };
  const odd =
    TEXTS.find((path) => typeof at(path) !== "string") ??
    OWN_TEXTS.find((path) => typeof at(path) !== "string") ??
    LISTS_OF_TEXTS.find((path) => !isTexts(at(path))) ??
    (Array.isArray(at(ACCESS)) ? undefined : ACCESS) ??
    (typeof (at(SERVER) ?? "") === "string" ? undefined : SERVER) ??
    (isTexts(at(OWNERS) ?? []) ? undefined : OWNERS) ??
    STATED_PATHS.find(({ path, is }) => !is(at(path)))?.path;
  const missing =
    odd?.written ?? (at(ACCESS) as unknown[]).flatMap((access, index) => missingIn(access, `access[${index}]`))[0];
  if (missing === undefined) return value as TrustDeclaration;
  throw new UnresolvedValue(place, `the declaration of ${what} has no ${missing}`, "Synthesize the document again");
}

/** Where something stands in a declaration. */
interface Path {
  readonly written: string;
  readonly names: readonly string[];
}

function pathOf(written: string): Path {
  return { written, names: written.split(".") };
}

function pathsOf(...written: readonly string[]): readonly Path[] {
  return written.map(pathOf);
}

/** What each part of an access must be. */
const OF_ACCESS: Readonly<Record<string, (value: unknown) => boolean>> = {
  kind: (value) => value === "ClusterRole" || value === "Role",
  role: (value) => typeof value === "string",
  namespaces: isTexts,
  cloudPolicy: isFlag,
  rules: (value) => value === undefined || (Array.isArray(value) && value.every(isRule)),
};
const PARTS_OF_ACCESS = Object.keys(OF_ACCESS);

/** What an access lacks. */
function missingIn(access: unknown, path: string): readonly string[] {
  const parts = (access ?? {}) as Fields;
  return PARTS_OF_ACCESS.filter((name) => !OF_ACCESS[name](parts[name])).map((name) => `${path}.${name}`);
}

const LISTS_OF_RULES = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"];

/** Whether a value is a rule, whose lists hold texts. */
function isRule(value: unknown): boolean {
  const rule = (value ?? {}) as Fields;
  return isTexts(rule.verbs) && LISTS_OF_RULES.every((name) => rule[name] === undefined || isTexts(rule[name]));
}

/** Whether a value is a list of texts. */
export function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((one) => typeof one === "string");
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a resource holds a client's document that declares a trust. */
export function carriesDeclarations(resource: Resource): boolean {
  return resource.argumentsWith(DECLARING).length > 0;
}
