import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { boundedText, TooLarge } from "./bounded-file";
import { isFault } from "./evaluate";
import { UnreadableConfiguration } from "./find";
import { isObject } from "./shape";
import { valueOfExpression, valuesOfTfvars } from "./tfvars";

/** What a file of variables may have. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A value for a variable, or a file of them, as a command line gives them. */
export type Given = { readonly name: string; readonly text: string } | { readonly file: string };

/** A value, and whether it is text that the variable's type tells how to read. */
interface Value {
  readonly value: unknown;
  readonly isText: boolean;
}

/** Types whose values stand as they are, without quotes. */
const PRIMITIVES: readonly unknown[] = [undefined, "string", "number", "bool"];
const ENVIRONMENT = /^TF_VAR_(.+)$/s;
/** In the order in which Terraform reads them. */
const OWN_FILES: readonly RegExp[] = [/^terraform\.tfvars$/, /^terraform\.tfvars\.json$/, /\.auto\.tfvars(\.json)?$/];

/**
 * The values of variables, from where Terraform takes them and in its order, the last one winning: the environment's
 * `TF_VAR_<name>`, the files beside a stack's document, and what the command line gives.
 *
 * Terraform documentation: "Input Variables", section "Variable Definition Precedence".
 */
export class GivenVariables {
  private readonly environment: ReadonlyMap<string, Value>;
  private readonly commandLine: ReadonlyMap<string, Value>;
  /** Those that the command line gives one by one: a stack must have them. */
  public readonly named: readonly string[];

  /**
   * @param given in the order of the command line
   * @throws UnreadableConfiguration
   */
  public constructor(given: readonly Given[] = [], environment: NodeJS.ProcessEnv = {}) {
    this.environment = new Map(
      Object.entries(environment).flatMap(([variable, value]) => {
        const [, name] = ENVIRONMENT.exec(variable) ?? [];
        return name === undefined ? [] : [[name, { value, isText: true }] as const];
      }),
    );
    this.commandLine = new Map(
      given.flatMap((one): [string, Value][] =>
        "file" in one ? inFile(one.file) : [[one.name, { value: one.text, isText: true }]],
      ),
    );
    this.named = given.flatMap((one) => ("file" in one ? [] : [one.name]));
  }

  /** The same, for a stack with files of its own beside its document. @throws UnreadableConfiguration */
  public beside(document: string): StackVariables {
    const folder = dirname(document);
    const files = OWN_FILES.flatMap((pattern) => namesIn(folder).filter((name) => pattern.test(name)));
    const own = new Map(files.flatMap((name) => inFile(join(folder, name))));
    return new StackVariables([this.commandLine, own, this.environment]);
  }
}

/** What is given to the variables of one stack. */
export class StackVariables {
  /** @param sources the first one wins */
  public constructor(private readonly sources: readonly ReadonlyMap<string, Value>[] = []) {}

  /**
   * What is given to a variable; undefined where nothing is.
   *
   * @param type as the variable declares it
   * @throws SyntaxFault, CallFault
   */
  public valueOf(name: string, type: unknown): { readonly value: unknown } | undefined {
    const found = this.sources.find((source) => source.has(name))?.get(name);
    if (!found) return undefined;
    const isExpression = found.isText && !PRIMITIVES.includes(type);
    return { value: isExpression ? valueOfExpression(String(found.value)) : found.value };
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function inFile(file: string): [string, Value][] {
  const wayOut = "Give a file of variables as terraform takes it (.tfvars, or .tfvars.json)";
  let text: string;
  try {
    text = boundedText(file, MOST_BYTES);
  } catch (error) {
    if (error instanceof TooLarge) {
      const reason = `has ${error.bytes} bytes, and ${MOST_BYTES} are read`;
      throw new UnreadableConfiguration(file, reason, "Give a shorter file");
    }
    throw new UnreadableConfiguration(file, `cannot be read (${(error as NodeJS.ErrnoException).code})`, wayOut);
  }
  try {
    const values: unknown = file.endsWith(".json") ? JSON.parse(text) : valuesOfTfvars(text);
    if (!isObject(values)) throw new SyntaxError("it holds no object");
    return Object.entries(values).map(([name, value]) => [name, { value, isText: false }]);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !isFault(error)) throw error;
    throw new UnreadableConfiguration(file, `is no file of variables: ${reasonOf(error, file)}`, wayOut);
  }
}

/** What is quoted of the text is left out: a secret may stand there. */
function reasonOf({ message }: Error, file: string): string {
  return file.endsWith(".json") ? "it is not a JSON object" : message.replace(/, near "[^]*$/, "");
}
