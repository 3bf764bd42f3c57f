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
 * Notes that a risk is known at a construct and all below it. The stack's synthesized JSON says so too, for the lab.
 *
 * @returns what is wrong with the acknowledgement
 */
export function acknowledge(construct: IConstruct, acknowledgement: Acknowledgement): string | undefined {
  const fault = acknowledgementProblem(acknowledgement);
  if (fault !== undefined) return withCode(`acknowledgement: ${fault}.`, "acknowledgement");
  ACCEPTED.set(construct, [...(ACCEPTED.get(construct) ?? []), acknowledgement]);
  for (const warning of WARNINGS.get(construct.node.root) ?? []) settle(warning);
  const now = Date.now() / 1000;
  if (isExpired(acknowledgement, now)) {
    const { code, expires } = acknowledgement;
    warn(construct, "acknowledgement-expired", `The acknowledgement of ${code} ended with ${expires}.`);
  }
  const stack = TerraformStack.of(construct);
  const all = stack.node.findAll().flatMap((one) => ACCEPTED.get(one) ?? []);
  stack.addOverride(`//.${ACKNOWLEDGEMENTS_SECTION}.${ACKNOWLEDGEMENTS}`, all);
  return undefined;
}

function settle({ construct, code, entry }: Warning): void {
  const now = Date.now() / 1000;
  const accepted = construct.node.scopes.flatMap((scope) => ACCEPTED.get(scope) ?? []);
  if (accepted.some((one) => one.code === code && !isExpired(one, now))) entry.type = ACKNOWLEDGED;
}
