import { at, changed, Json, Mutant, otherTexts } from "./mutate";
import { isReferredTo } from "./siblings";
import { Args, Objects, without } from "./with-objects";

/** Resources as often as another number, in another order of Terraform's work, and blocks that are written as `dynamic`. */
export function mutantsOfMetaArguments(document: Json): readonly Mutant[] {
  const { resource = {} } = document as { resource?: Objects };
  const addresses = Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, body]) => [
      ...withCount(document, type, name),
      ...inOrder(document, type, name, addresses),
      ...dynamic(document, type, name, body),
    ]),
  );
}

/** One that is not there, and one that has an index, where nothing refers to it without one. */
function withCount(document: Json, type: string, name: string): readonly Mutant[] {
  const address = `${type}.${name}`;
  const body = at(document, ["resource", type, name]) as Args;
  const set = (operator: string, args: Args, others: Partial<Mutant> = {}): Mutant => ({
    ...{ operator, address, path: "", to: JSON.stringify(args).slice(0, 80) },
    ...others,
    make: () => changed(document, ["resource", type, name], { ...body, ...args }),
  });
  const none = [set("remove object", { count: 0 }), set("remove object", { for_each: "\${toset([])}" })];
  if (isReferredTo(document, type, name, false)) return none;
  const text = Object.entries(body).find(
    ([key, value]) => typeof value === "string" && !/^(provider|\/\/)$/.test(key) && !value.includes("${"),
  );
  const changesNothing = "one instance with an index is the same object";
  return [
    ...none,
    set("one instance", { count: 1 }, { changesNothing }),
    ...(text
      ? [set("one instance", { for_each: { only: text[1] }, [text[0]]: "\${each.value}" }, { changesNothing })]
      : []),
  ];
}

function inOrder(document: Json, type: string, name: string, addresses: readonly string[]): readonly Mutant[] {
  const address = `${type}.${name}`;
  const set = (argument: string, value: Json, changesNothing?: string): Mutant => ({
    ...{ operator: "order of work", address, path: argument, to: JSON.stringify(value) },
    ...(changesNothing === undefined ? {} : { changesNothing }),
    make: () => changed(document, ["resource", type, name, argument], value),
  });
  const order = "the order and care of Terraform's work";
  const { depends_on: own = [] } = at(document, ["resource", type, name]) as { depends_on?: Json[] };
  const other = addresses.find((one) => one !== address && !own.includes(one));
  return [
    ...(other === undefined ? [] : [set("depends_on", [...own, other], order)]),
    set("lifecycle", { create_before_destroy: true, prevent_destroy: true }, order),
  ];
}

/** Blocks that a `dynamic` block makes, the same and others. */
function dynamic(document: Json, type: string, name: string, body: Args): readonly Mutant[] {
  return Object.entries(body).flatMap(([argument, value]): Mutant[] => {
    const blocks = Array.isArray(value) ? value : [value];
    const [block] = blocks;
    const isBlock = blocks.length === 1 && typeof block === "object" && block !== null && !Array.isArray(block);
    if (!isBlock || ["//", "lifecycle"].includes(argument) || MAPS.test(argument)) return [];
    const made = (operator: string, content: Json, others: Partial<Mutant> = {}): Mutant => ({
      ...{ operator, address: `${type}.${name}`, path: argument, to: JSON.stringify(content).slice(0, 80) },
      ...others,
      make: () => {
        const rest = without(body, argument);
        return changed(document, ["resource", type, name], {
          ...rest,
          dynamic: { [argument]: { for_each: [1], content } },
        });
      },
    });
    const changesNothing = "a dynamic block for one element is the block";
    return [
      made("same block by dynamic", block, { changesNothing }),
      made("other block by dynamic", otherTexts(block)),
      {
        ...{ operator: "no block by dynamic", address: `${type}.${name}`, path: argument, to: "" },
        make: () => {
          const rest = without(body, argument);
          const none = { [argument]: { for_each: [], content: block } };
          return changed(document, ["resource", type, name], { ...rest, dynamic: none });
        },
      },
    ];
  });
}

/** Arguments that are maps or objects, and no blocks. */
const MAPS = /^(data|binary_data|attribute_mapping|tags|labels|set|values|manifest)$/;
