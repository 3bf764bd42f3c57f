import { aks, AKS_READER, assignment, role } from "./support/azure";
import { eks } from "./support/aws";
import { verdicts } from "./support/ask";

type Tree = Record<string, unknown>;
type Path = readonly (string | number)[];

/** A copy with something odd in one place. */
function changed(document: object, path: Path, value: unknown): object {
  const copy = structuredClone(document) as Tree;
  const within = path.slice(0, -1).reduce((of, step) => of[step] as Tree, copy);
  within[path[path.length - 1]] = value;
  return copy;
}

/** The same in the kubeconfig of an EKS cluster's edge. */
function inKubeconfig(path: Path, value: unknown): object {
  const stack = eks({}) as { output: { edge: { value: string } } };
  const kubeconfig = changed(JSON.parse(stack.output.edge.value) as object, path, value);
  return changed(stack, ["output", "edge", "value"], JSON.stringify(kubeconfig));
}

const EXTENSION = ["contexts", 0, "context", "extensions", 0, "extension"];
const STANZA = ["users", 0, "user", "exec"];
const STATE = aks({
  resources: [assignment({ role_definition_id: role(AKS_READER) })],
});
const RESOURCE = ["values", "root_module", "resources", 2];
const ROLES = { r: { metadata: { name: "r", namespace: "a" }, rule: [null] } };
const BINDINGS = { b: { metadata: { name: "b" }, role_ref: {}, subject: [null] } };

/** None may end the command by a fault of its own: a verdict, or an error with its place, is what a reader can use. */
const CASES: readonly [words: string, stack: object][] = [
  ["null as a rule", eks({ resource: { kubernetes_role_v1: ROLES } })],
  ["null as a subject", eks({ resource: { kubernetes_role_binding_v1: BINDINGS } })],
  ["null in adopted", inKubeconfig([...EXTENSION, "adopted"], [null])],
  ["a number in groups", inKubeconfig([...EXTENSION, "groups"], [1])],
  ["null as the stanza's version", inKubeconfig([...STANZA, "apiVersion"], null)],
  ["null as the stanza's arguments", inKubeconfig([...STANZA, "args"], null)],
  ["a number as the certificate authority", inKubeconfig(["clusters", 0, "cluster", "certificate-authority-data"], 1)],
  ["a state whose resources are null", changed(STATE, ["values", "root_module", "resources"], null)],
  ["a resource of a state without values", changed(STATE, [...RESOURCE, "values"], null)],
  ["a resource of a state without a type", changed(STATE, [...RESOURCE, "type"], undefined)],
];

describe("odd documents", () => {
  it.each(CASES)("%s is no fault of the command", async (_words, stack) => {
    const [from, to] = "values" in stack ? ["west:deploy/deployer", "corp"] : ["corp:deploy/deployer", "west"];
    const outcome = await verdicts(stack, [{ from, to, verb: "get", resource: "pods" }]).then(
      () => "an answer",
      (error: Error) => error.constructor.name,
    );

    expect(["an answer", "UnreadableConfiguration", "UnresolvedValue"]).toContain(outcome);
  });
});
