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

const TEXTS = ["source.cluster", "source.issuer", "source.subject", "target.cluster", "target.name"];
const isFlag = (value: unknown) => value === undefined || typeof value === "boolean";
/** What each statement may be. */
const STATED: Readonly<Record<keyof StatedSettings, (value: unknown) => boolean>> = {
  authenticationMode: (value) => value === undefined || EKS_AUTHENTICATION_MODES.some((mode) => mode === value),
  entraIntegration: isFlag,
  azureRbacEnabled: isFlag,
  localAccounts: isFlag,
  legacyAbac: isFlag,
};
const OWN_TEXTS = ["audience", "principal", "user"];
const LISTS_OF_TEXTS = ["groups", "adopted"];

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
    LISTS_OF_TEXTS.find((path) => !isTexts(at(path))) ??
    (Array.isArray(at("access")) ? undefined : "access") ??
    (typeof (at("target.server") ?? "") === "string" ? undefined : "target.server") ??
    Object.entries(STATED).flatMap(([name, is]) => {
      const path = `target.stated.${name}`;
      return is(at(path)) ? [] : [path];
    })[0] ??
    (at("access") as unknown[]).flatMap((access, index) => missingIn(access, `access[${index}]`))[0];
  if (missing === undefined) return value as TrustDeclaration;
  throw new UnresolvedValue(place, `the declaration of ${what} has no ${missing}`, "Synthesize the document again");
}

/** What an access lacks. */
function missingIn(access: unknown, path: string): readonly string[] {
  const { kind, role, namespaces, cloudPolicy, rules } = (access ?? {}) as Fields;
  const isWhole = {
    kind: kind === "ClusterRole" || kind === "Role",
    role: typeof role === "string",
    namespaces: Array.isArray(namespaces) && namespaces.every((one) => typeof one === "string"),
    cloudPolicy: cloudPolicy === undefined || typeof cloudPolicy === "boolean",
    rules: rules === undefined || (Array.isArray(rules) && rules.every(isRule)),
  };
  return Object.entries(isWhole).flatMap(([name, is]) => (is ? [] : [`${path}.${name}`]));
}

const LISTS_OF_RULES = ["apiGroups", "resources", "resourceNames", "nonResourceURLs", "verbs"];

/** Whether a value is a rule, whose lists hold texts. */
function isRule(value: unknown): boolean {
  const rule = (value ?? {}) as Fields;
  return isTexts(rule.verbs) && LISTS_OF_RULES.every((name) => rule[name] === undefined || isTexts(rule[name]));
}

/** Whether a value is a list of texts. */
export function isTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((one) => typeof one === "string");
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether a resource holds a client's document that declares a trust. */
export function carriesDeclarations(resource: Resource): boolean {
  return resource.argumentsWith(DECLARING).length > 0;
}
