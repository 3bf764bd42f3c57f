import { TerraformResource, TerraformStack } from "cdktf";
import { IConstruct, Node } from "constructs";
import { addressOf } from "./address";
import { problem, refuse } from "./checks";

/** Under which id a construct stands, and under which one it stood before a part of the id was renamed. */
export interface SharedId {
  readonly id: string;
  readonly formerId: string;
}

/** The former ids of a construct's children, by their ids. */
const FORMER_IDS = new WeakMap<IConstruct, Map<string, string>>();
/** From which addresses the resources of a stack are moved. */
const MOVES = new WeakMap<TerraformStack, Map<TerraformResource, string>>();
/** Whether anything was renamed at all, in any app: most have no such thing, and thousands of resources ask. */
let isAnyRenamed = false;

/** The ids of a construct itself, now and before. */
export function idsOf(construct: IConstruct): SharedId {
  const { id } = construct.node;
  return { id, formerId: formerIdOf(construct) ?? id };
}

/** Ids that are made of other ones. */
export function mapIds({ id, formerId }: SharedId, make: (id: string) => string): SharedId {
  return { id: make(id), formerId: make(formerId) };
}

/** The id for a child that is made next; where the child had another one before, what is below it is moved from there. */
export function renamedChild(scope: IConstruct, { id, formerId }: SharedId): string {
  if (id === formerId) return id;
  isAnyRenamed = true;
  const known = FORMER_IDS.get(scope) ?? new Map<string, string>();
  FORMER_IDS.set(scope, known.set(id, formerId));
  return id;
}

/**
 * The ids of a construct and of all above it, from its stack downwards, as they were before any renaming: what cloud
 * names are made of. It holds neither the stack's name nor what is above.
 */
export function formerPath(construct: IConstruct): string {
  return belowStack(construct)
    .map((scope) => formerIdOf(scope) ?? scope.node.id)
    .join("/");
}

/**
 * Gives a resource a Terraform `moved` block where a construct above it was renamed, so that nothing is replaced. To be
 * called once for each resource that may stand below such a construct.
 */
export function followRenaming<T extends TerraformResource>(resource: T): T {
  if (!isAnyRenamed) return resource;
  const scopes = belowStack(resource);
  if (!scopes.some((scope) => formerIdOf(scope) !== undefined)) return resource;
  const former = scopes.map((scope) => ({ node: { id: formerIdOf(scope) ?? scope.node.id } }));
  // What a stack makes an address of is the list of scopes alone.
  const node = { scopes: [resource.cdktfStack, ...former] } as unknown as Node;
  const address = `${resource.terraformResourceType}.${resource.cdktfStack.getLogicalId(node)}`;
  resource.moveFromId(address);
  noteMove(resource, address);
  return resource;
}

function noteMove(resource: TerraformResource, from: string): void {
  const stack = resource.cdktfStack;
  const moves = MOVES.get(stack) ?? new Map<TerraformResource, string>();
  if (!MOVES.has(stack)) refuse(stack, () => [moveProblem(stack, moves)]);
  MOVES.set(stack, moves.set(resource, from));
}

/**
 * Terraform refuses a move from an address at which something is still declared (two names that were exchanged, for instance),
 * and two moves from one address.
 */
function moveProblem(stack: TerraformStack, moves: ReadonlyMap<TerraformResource, string>): string | undefined {
  const resources = stack.node.findAll().filter((one) => TerraformResource.isTerraformResource(one));
  const taken = new Map(resources.map((one) => [addressOf(one), `"${one.node.path}" is declared now`]));
  for (const [{ node }, from] of moves) {
    const reason = taken.get(from);
    if (reason !== undefined) {
      return problem(
        "renamedFrom",
        `"${node.path}" would be moved from ${from}, where ${reason}`,
        "Give each the key that it had, in place of renamedFrom, or rename one and apply before the other takes its name",
        "renamed-from",
      );
    }
    taken.set(from, `"${node.path}" comes from, too`);
  }
  return undefined;
}

function formerIdOf({ node }: IConstruct): string | undefined {
  return node.scope && FORMER_IDS.get(node.scope)?.get(node.id);
}

/** A construct and all above it, up to its stack, or to the app where it is in none. */
function belowStack(construct: IConstruct): IConstruct[] {
  const scopes: IConstruct[] = [];
  for (let one = construct; one.node.scope && !TerraformStack.isStack(one); one = one.node.scope) {
    scopes.push(one);
  }
  return scopes.reverse();
}
