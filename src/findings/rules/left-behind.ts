import { EdgeMentions, OtherBlock, placeOf, Resource, World } from "../../simulator";
import { canGrant } from "../../vendor/granting-types";
import { KEPT_UNLESS_WRITTEN, LETS_IN } from "../../vendor/ignored-arguments";
import { Finding, Rule } from "../finding";

/**
 * What stays in force although the configuration does not say it: objects that a `removed` block makes Terraform forget without
 * destroying them, and what imported objects had before in arguments that are not written.
 *
 * Terraform documentation: "removed block", "import block" (https://developer.hashicorp.com/terraform/language/block/removed,
 * https://developer.hashicorp.com/terraform/language/block/import).
 */
export const leftBehind: Rule = (world) => {
  const { configuration, clouds, everyEdge } = world;
  const blocks = configuration.otherBlocks;
  const removed = blocks.filter(({ kind, type }) => kind === "removed" && (type === "" || canGrant(type)));
  const edges = new EdgeMentions(clouds, removed.some(({ isShown }) => isShown) ? everyEdge : []);
  return [
    ...removed.filter((block) => mayConcern(block, edges)).map(forgotten),
    ...blocks.filter(({ kind }) => kind === "imported").flatMap((block) => imported(world, block)),
  ];
};

/** Whether a forgotten object may admit principals or grant a right to an edge's identity. One that nothing shows may. */
function mayConcern(block: OtherBlock, edges: EdgeMentions): boolean {
  return !block.isShown || LETS_IN.test(block.type) || edges.in(block) !== undefined;
}

function forgotten(block: OtherBlock): Finding {
  const reason =
    "a removed block makes Terraform forget it and does not destroy it: what it grants stays in force, and is not in what is read. Let it be destroyed, or keep it in the configuration";
  return { code: "left-behind", severity: "gap", place: placeOf(block), what: block.type, reason };
}

/** What an imported object keeps, an instance each. */
function imported({ configuration }: World, { stack, address, type }: OtherBlock): readonly Finding[] {
  const kept = KEPT_UNLESS_WRITTEN[type] ?? [];
  if (kept.length === 0) return [];
  const isOf = (one: Resource) => one.stack === stack && isOfBlock(one.address, address);
  return configuration
    .resources(type)
    .filter(isOf)
    .flatMap((resource): readonly Finding[] => {
      const written = resource.argumentsWith(/(?:)/);
      const unwritten = kept.filter((name) => !written.includes(name));
      if (unwritten.length === 0) return [];
      const reason = `is imported, and ${unwritten.join(", ")} ${unwritten.length > 1 ? "are" : "is"} not written: what it had before stays in force. Write it, or read a plan or a state`;
      return [{ code: "left-behind", severity: "gap", place: placeOf(resource), resource, what: type, reason }];
    });
}

/** The key of an instance at the end of an address, as a text or a number, or as an expression. */
const LITERAL_KEY = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/;
const ANY_KEY = /\[(?:"(?:[^"\\]|\\.)*"|[^"\]]*)\]$/;

/** Whether an address is the one that an `import` block names, or one of its instances where the key there is an expression. */
function isOfBlock(own: string, named: string): boolean {
  if (own === named || LITERAL_KEY.test(named)) return own === named;
  return ANY_KEY.test(named) && own.replace(LITERAL_KEY, "") === named.replace(ANY_KEY, "");
}
