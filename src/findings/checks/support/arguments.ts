import { Block, blocks, Resource, text, texts, unlessUnresolved, World } from "../../../simulator";

/** An argument; undefined where there is none, or where it cannot be known. */
export function argumentOf(resource: Resource, name: string): unknown {
  return unlessUnresolved(() => resource.argument(name), undefined);
}

/** An attribute that a cloud may have assigned, as text. */
export function attributeOf(resource: Resource, name: string): string | undefined {
  return unlessUnresolved(() => text(resource.attribute(name)), undefined);
}

export function textOf(resource: Resource, name: string): string | undefined {
  return text(argumentOf(resource, name));
}

export function textsOf(resource: Resource, name: string): readonly string[] {
  return texts(argumentOf(resource, name));
}

/** The nested blocks of a kind; what is no block is left out. */
export function blocksOf(resource: Resource, name: string): readonly Block[] {
  return blocks(argumentOf(resource, name)).filter((one) => typeof one === "object" && one !== null);
}

/** Every resource of some types. */
export function resourcesOf({ configuration }: World, types: readonly string[]): readonly Resource[] {
  return types.flatMap((type) => unlessUnresolved(() => configuration.resources(type), []));
}

/** Whether an argument is true, as Terraform takes it. */
export function isOn(resource: Resource, name: string): boolean {
  return textOf(resource, name) === "true";
}
