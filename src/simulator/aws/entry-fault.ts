import {
  ACCESS_ENTRY_TYPES,
  accessEntryGroupFault,
  accessEntryUserFault,
  DEFAULT_ACCESS_ENTRY_TYPE,
} from "../../vendor/aws/eks";
import { AccessEntry } from "./read";

/** What EKS's API refuses in an access entry: the argument, and why. */
export interface EntryFault {
  readonly argument: string;
  readonly line: string;
}

/**
 * Why EKS does not create an access entry, so that it grants nothing.
 *
 * Amazon EKS User Guide: "Create access entries".
 */
export function entryFault({ type, groups, userName }: AccessEntry): EntryFault | undefined {
  if (!(ACCESS_ENTRY_TYPES as readonly string[]).includes(type)) {
    return { argument: "type", line: `type is "${type}", which EKS does not know` };
  }
  if (type !== DEFAULT_ACCESS_ENTRY_TYPE && (groups.length > 0 || userName !== "")) {
    const argument = groups.length > 0 ? "kubernetes_groups" : "user_name";
    return { argument, line: `an entry of the type ${type} takes no ${argument}` };
  }
  const group = groups.find((one) => accessEntryGroupFault(one) !== undefined);
  if (group !== undefined) {
    return { argument: "kubernetes_groups", line: `kubernetes_groups has "${group}", which EKS refuses` };
  }
  if (accessEntryUserFault(userName) === undefined) return undefined;
  return { argument: "user_name", line: `user_name is "${userName}", which EKS refuses` };
}
