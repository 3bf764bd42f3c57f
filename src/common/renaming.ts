import { TerraformResource, TerraformStack } from "cdktf";
import { IConstruct, Node } from "constructs";

/** Under which id a construct stands, and under which one it stood before a part of the id was renamed. */
export interface SharedId {
  readonly id: string;
  readonly formerId: string;
}

/** The former ids of a construct's children, by their ids. */
const FORMER_IDS = new WeakMap<IConstruct, Map<string, string>>();

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
  const scopes = belowStack(resource);
  if (!scopes.some((scope) => formerIdOf(scope) !== undefined)) return resource;
  const former = scopes.map((scope) => ({ node: { id: formerIdOf(scope) ?? scope.node.id } }));
  // What a stack makes an address of is the list of scopes alone.
  const node = { scopes: [resource.cdktfStack, ...former] } as unknown as Node;
  resource.moveFromId(`${resource.terraformResourceType}.${resource.cdktfStack.getLogicalId(node)}`);
  return resource;
}

function formerIdOf({ node }: IConstruct): string | undefined {
  return node.scope && FORMER_IDS.get(node.scope)?.get(node.id);
}

function belowStack(construct: IConstruct): IConstruct[] {
  const { scopes } = construct.node;
  return scopes.slice(scopes.map((scope) => TerraformStack.isStack(scope)).lastIndexOf(true) + 1);
}
