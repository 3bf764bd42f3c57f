import { isLiteral, problem } from "../common";
import { labelValueFault, MAX_ANNOTATIONS_BYTES, qualifiedNameFault } from "../vendor/kubernetes/names";

type Texts = { readonly [name: string]: string };

const KEY_WAY =
  "Give an optional DNS subdomain and a slash, and then 1 to 63 letters, digits, dashes, underscores and dots";
const VALUE_WAY =
  "Give up to 63 letters, digits, dashes, underscores and dots that begin and end with a letter or digit";

/** What Kubernetes refuses of labels. */
export function labelProblems(property: string, labels: Texts = {}): (string | undefined)[] {
  return [
    ...keyProblems(property, labels),
    ...Object.entries(labels).map(([key, value]) => {
      const fault = isLiteral(value) ? labelValueFault(value) : undefined;
      return fault && problem(property, `the value "${value}" of "${key}" ${fault}`, VALUE_WAY, "label-value");
    }),
  ];
}

/** What Kubernetes refuses of annotations. */
export function annotationProblems(property: string, annotations: Texts = {}): (string | undefined)[] {
  const literals = Object.entries(annotations).filter(([, value]) => isLiteral(value));
  const bytes = literals.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...keyProblems(property, annotations),
    bytes > MAX_ANNOTATIONS_BYTES
      ? problem(
          property,
          `have ${bytes} bytes together, and Kubernetes takes ${MAX_ANNOTATIONS_BYTES}`,
          "Leave some out",
          "annotations-too-long",
        )
      : undefined,
  ];
}

function keyProblems(property: string, texts: Texts): (string | undefined)[] {
  return Object.keys(texts).map((key) => {
    const fault = isLiteral(key) ? qualifiedNameFault(key) : "is not known at synth";
    return fault && problem(property, `the key "${key}" ${fault}`, KEY_WAY, "qualified-name");
  });
}
