import { Aspects, IAspect, TerraformStack } from "cdktf";
import { IConstruct } from "constructs";
import { Found } from "../simulator";

/** What a construct tree's folder is called in messages, where there is none. */
const IN_MEMORY = "in memory";

/**
 * What an app or a stack synthesizes, in memory: no file is written. A stack comes with those that it depends on. A text is
 * a path, or the JSON of one stack.
 *
 * @throws Error for what synth refuses
 */
export function documentsOf(subject: IConstruct | string): readonly (string | Found)[] {
  if (typeof subject === "string") {
    return subject.trimStart().startsWith("{") ? [inMemory("stack", subject)] : [subject];
  }
  const all = subject.node.root.node.findAll().filter((one) => TerraformStack.isStack(one));
  // References between stacks make outputs and states in both, so all are prepared before any is written.
  for (const stack of all) stack.prepareStack();
  const wanted = new Set<TerraformStack>();
  const take = (stack: TerraformStack) => {
    if (wanted.has(stack)) return;
    wanted.add(stack);
    stack.dependencies.forEach(take);
  };
  subject.node
    .findAll()
    .filter((one) => TerraformStack.isStack(one))
    .forEach(take);
  if (wanted.size === 0) take(TerraformStack.of(subject));
  return [...wanted].map((stack) => {
    visit(stack, []);
    stack.runAllValidations();
    refuseErrors(stack);
    return inMemory(stack.node.id, JSON.stringify(stack.toTerraform(), null, 2));
  });
}

function inMemory(name: string, text: string): Found {
  return { name, folder: IN_MEMORY, file: `${IN_MEMORY}: ${name}`, text };
}

const visited = new WeakMap<IConstruct, Set<IAspect>>();

/** Lets aspects see each construct, as synth does, and no construct twice. */
function visit(construct: IConstruct, inherited: readonly IAspect[]): void {
  const aspects = [...inherited, ...Aspects.of(construct).all];
  const seen = visited.get(construct) ?? new Set();
  visited.set(construct, seen);
  for (const aspect of aspects) {
    if (seen.has(aspect)) continue;
    seen.add(aspect);
    aspect.visit(construct);
  }
  for (const child of construct.node.children) visit(child, aspects);
}

/** Synth ends with the errors that constructs annotate. */
function refuseErrors(stack: TerraformStack): void {
  const errors = stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata.flatMap(({ type, data }) => (type === "@cdktf/error" ? [`[${node.path}] ${String(data)}`] : [])),
    );
  if (errors.length) throw new Error(errors.join("\n"));
}
