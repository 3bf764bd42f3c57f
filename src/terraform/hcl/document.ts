import { isObject } from "../shape";

type Json = Readonly<Record<string, unknown>>;

/** Sections of a file whose blocks have as many labels. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  variable: 1,
  output: 1,
  module: 1,
};

/**
 * The files of a folder as one document in Terraform's JSON syntax. The parser puts every block into a list, also where there can
 * be one only; providers may be many.
 */
export function documentOf(files: readonly Json[]): Json {
  const document: Record<string, unknown> = { terraform: {} };
  for (const file of files) {
    for (const [section, labels] of Object.entries(LABELS)) {
      const plain = section === "variable" ? variableOf : plainly;
      if (isObject(file[section])) document[section] = joined(document[section], file[section], labels, plain);
    }
    for (const [kind, blocks] of Object.entries(objectOr(file.provider))) {
      const providers = objectOr(document.provider);
      document.provider = { ...providers, [kind]: [...listOf(providers[kind]), ...listOf(blocks)].map(plainly) };
    }
    for (const locals of listOf(file.locals)) document.locals = { ...objectOr(document.locals), ...objectOr(locals) };
  }
  return document;
}

function joined(known: unknown, more: Json, labels: number, plain: (block: unknown) => Json): Json {
  const all: Record<string, unknown> = { ...objectOr(known) };
  for (const [label, below] of Object.entries(more)) {
    if (labels > 1) all[label] = joined(all[label], objectOr(below), labels - 1, plain);
    else all[label] = plain(listOf(below)[0]);
  }
  return all;
}

/** A block whose meta-argument names a provider as CDKTF writes it: `aws.east`, without `${}`. */
function plainly(block: unknown): Json {
  const { provider, ...others } = objectOr(block);
  return provider === undefined ? others : { ...others, provider: bare(provider) };
}

/** A variable, whose type is no expression in JSON. */
function variableOf(block: unknown): Json {
  const { type, ...others } = objectOr(block);
  return type === undefined ? others : { ...others, type: bare(type) };
}

function bare(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/^\$\{(.*)\}$/s, "$1") : value;
}

function objectOr(value: unknown): Json {
  return isObject(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}
