import { Resource, text, unlessUnresolved } from "../terraform";

/** An argument's text in a list, which is empty where there is none or where it cannot be known. */
export function told(resource: Resource, argument: string): readonly string[] {
  return [unlessUnresolved(() => text(resource.argument(argument)), undefined)].filter((one) => one !== undefined);
}

/** The subjects of service accounts in whatever text, each once. */
export function subjectsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((one) => one.match(/system:serviceaccount:[a-z0-9.-]+:[a-z0-9.*-]+/g) ?? []))];
}
