import { Block, block, blocks, Configuration, hasUnknown, text } from "../../terraform";
import { Container, Pod, PodVariable, UnreadVariables } from "./pod";
import { StoredFiles } from "./stored-files";
import { storedFor } from "./stored-for";

/** A container with its variables as they are written: `env` and `envFrom`. */
export interface WrittenContainer extends Omit<Container, "variables" | "unread"> {
  readonly env: readonly Block[];
  readonly envFrom: readonly Block[];
}

type Home = Pick<Pod, "namespace" | "provider">;
type Kind = StoredFiles["kind"];

/**
 * A container with the variables that its process has. A variable of `env` counts before one of `envFrom`, and of several objects
 * with one key the last.
 *
 * Kubernetes API reference: Container, `env` and `envFrom`; the kubelet takes no `binaryData` of a ConfigMap.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export function withVariables(
  configuration: Configuration,
  home: Home,
  { env, envFrom, ...container }: WrittenContainer,
): Container {
  const own = env.flatMap((one) => ownVariable(configuration, home, one));
  const whole = new Map<string, PodVariable>();
  const unread: UnreadVariables[] = [];
  for (const { prefix, ...source } of envFrom) {
    for (const [of, name] of referencesIn(source, "_ref", "Ref")) {
      const start = text(prefix) ?? "";
      const { files, reason } = storedFor(configuration, home, { of, name });
      if (files === undefined || files.isPart) unread.push({ prefix: start, reason });
      for (const key of files?.variables ?? []) whole.set(`${start}${key}`, keyOf(files, `${start}${key}`, key));
    }
  }
  for (const { name } of own) whole.delete(name);
  return { ...container, variables: [...whole.values(), ...own], unread };
}

/** A variable with neither a value nor a source is empty. There is none for a missing key that is optional. */
function ownVariable(
  configuration: Configuration,
  home: Home,
  { name, value, valueFrom, value_from: source = valueFrom }: Block,
): readonly PodVariable[] {
  if (typeof name !== "string") return [];
  if (typeof value === "string" && (value !== "" || blocks(source).length === 0)) return [{ name, value }];
  const from = block(source);
  const [[of, object, reference] = []] = referencesIn(from, "_key_ref", "KeyRef");
  if (of === undefined || object === undefined) return [{ name, ...(blocks(source).length > 0 ? {} : { value: "" }) }];
  const key = text(reference?.key) ?? "";
  const { files } = storedFor(configuration, home, { of, name: object });
  if (files?.variables.includes(key)) return [keyOf(files, name, key)];
  if (files && !files.isPart && reference?.optional === true) return [];
  return [{ name, from: `the ${of} "${object}"` }];
}

/** The objects that are referred to, by the fields of Kubernetes or of the Terraform provider. */
function referencesIn(source: Block, provider: string, own: string): readonly (readonly [Kind, string, Block])[] {
  return (["Secret", "ConfigMap"] as const).flatMap((of) => {
    const [snake, camel] = of === "Secret" ? ["secret", "secret"] : ["config_map", "configMap"];
    return blocks(source[`${snake}${provider}`] ?? source[`${camel}${own}`]).flatMap((one) => {
      const name = text(one.name);
      return name === undefined ? [] : [[of, name, one] as const];
    });
  });
}

/** A key as a variable. The text of a Secret is told of nowhere, but whether it is empty. */
function keyOf(files: StoredFiles | undefined, name: string, key: string): PodVariable {
  const value = files?.content(key)?.toString("utf8");
  const isTold = value !== undefined && (files?.kind === "ConfigMap" || value === "");
  return { name, ...(isTold && !hasUnknown(value) ? { value } : {}), from: `the ${files?.kind} "${files?.name}"` };
}
