import { AnnotationMetadataEntryType, Annotations, TerraformStack } from "cdktf";
import { IConstruct, MetadataEntry } from "constructs";
import { withCode } from "./checks";
import {
  Acknowledgement,
  acknowledgementProblem,
  ACKNOWLEDGEMENTS,
  ACKNOWLEDGEMENTS_SECTION,
  isExpired,
} from "../acknowledgement";

/** A warning that was given, by the entry that CDKTF prints. */
interface Warning {
  readonly construct: IConstruct;
  readonly code: string;
  readonly entry: { type: string };
}

/** What the metadata entry of an acknowledged warning is called: CDKTF prints only its own type. */
const ACKNOWLEDGED = "cdktf-trust-mesh:acknowledged";

const WARNINGS = new WeakMap<IConstruct, Warning[]>();
const ACCEPTED = new WeakMap<IConstruct, Acknowledgement[]>();
/** The apps with an acknowledgement; most have none, and a mesh would look through its stacks for them. */
const ACKNOWLEDGING = new WeakSet<IConstruct>();
/** What constructs belong to that stand elsewhere. */
const WHOLES = new WeakMap<IConstruct, IConstruct>();

/**
 * Warns of a risk, unless it is acknowledged at the construct or above it, now or later.
 *
 * @param code the warning's stable code, by which it is acknowledged
 */
export function warn(construct: IConstruct, code: string, message: string): void {
  Annotations.of(construct).addWarning(withCode(message, code));
  keepLast(construct, code);
}

/**
 * Warns a stack of a risk of one of its clusters. It has no call stack, as the trust that came first says nothing of it, and a
 * mesh warns each stack of each cluster.
 *
 * @param code the warning's stable code, by which it is acknowledged
 */
export function warnStack(stack: TerraformStack, code: string, message: string): void {
  stack.node.addMetadata(AnnotationMetadataEntryType.WARN, withCode(message, code));
  keepLast(stack, code);
}

/** Keeps the warning that a construct was given last, so that it can be acknowledged. */
function keepLast(construct: IConstruct, code: string): void {
  const entry = construct.node.metadata.slice(-1)[0] as MetadataEntry & { type: string };
  const warning = { construct, code, entry };
  const { root } = construct.node;
  const given = WARNINGS.get(root) ?? [];
  WARNINGS.set(root, given);
  given.push(warning);
  settle(warning);
}

/**
 * Notes that a risk is known at a construct and all below it, in whatever stack that is. The JSON of these stacks says so too, for
 * the lab.
 *
 * @returns what is wrong with the acknowledgement
 */
export function acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): string | undefined {
  const fault = acknowledgementProblem(acknowledgement);
  if (fault !== undefined) return withCode(`acknowledgement: ${fault}.`, "acknowledgement");
  ACCEPTED.set(construct, [...(ACCEPTED.get(construct) ?? []), acknowledgement]);
  const { root } = construct.node;
  ACKNOWLEDGING.add(root);
  for (const warning of WARNINGS.get(root) ?? []) settle(warning);
  const stacks = root.node.findAll().filter((one): one is TerraformStack => TerraformStack.isStack(one));
  if (isExpired(acknowledgement, Date.now() / 1000)) {
    const { code, expires } = acknowledgement;
    const message = `The acknowledgement of ${code} ended with ${expires}.`;
    if (stackAround(construct)) warn(construct, "acknowledgement-expired", message);
    else for (const stack of stacks) warnStack(stack, "acknowledgement-expired", message);
  }
  for (const stack of stacks) writeAcknowledgements(stack);
  return undefined;
}

/** Notes that a construct of another stack belongs to one, as a mesh's trusts do: what is accepted of the whole is of its parts. */
export function notePart(part: IConstruct, whole: IConstruct): void {
  if (WHOLES.has(part)) return;
  WHOLES.set(part, whole);
  writeAcknowledgements(TerraformStack.of(part));
}

/** Writes into a stack what is acknowledged of anything in it. */
export function writeAcknowledgements(stack: TerraformStack): void {
  if (!ACKNOWLEDGING.has(stack.node.root)) return;
  const all = [...wholesOf(stack), ...stack.node.findAll().flatMap((one) => [one, ...ownWholes(one)])];
  const accepted = [...new Set(all)].flatMap((one) => ACCEPTED.get(one) ?? []);
  if (accepted.length) stack.addOverride(`//.${ACKNOWLEDGEMENTS_SECTION}.${ACKNOWLEDGEMENTS}`, accepted);
}

/** The stack that a construct is in; undefined for an app, and for what stands in it. */
export function stackAround({ node }: IConstruct): TerraformStack | undefined {
  return node.scopes.filter((scope): scope is TerraformStack => TerraformStack.isStack(scope)).slice(-1)[0];
}

/** A construct, all above it, and the wholes that one of them is a part of. */
function wholesOf({ node }: IConstruct): IConstruct[] {
  return node.scopes.flatMap((scope) => [scope, ...ownWholes(scope)]);
}

function ownWholes(part: IConstruct): IConstruct[] {
  const whole = WHOLES.get(part);
  return whole ? wholesOf(whole) : [];
}

function settle({ construct, code, entry }: Warning): void {
  const now = Date.now() / 1000;
  const accepted = wholesOf(construct).flatMap((scope) => ACCEPTED.get(scope) ?? []);
  if (accepted.some((one) => one.code === code && !isExpired(one, now))) entry.type = ACKNOWLEDGED;
}
