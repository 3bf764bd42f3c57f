import { Reason } from "../answer";

/** What a cloud's policies give to an identity that uses services: actions on resources, as the policy says them. */
export interface ServiceGrant {
  /** The role's or the managed policy's name; the actions where a statement says them. */
  readonly name: string;
  /** Actions, permissions or operations, with the cloud's own wildcards; undefined where they are not known. */
  readonly actions?: readonly string[];
  /** Azure: operations on data. */
  readonly dataActions?: readonly string[];
  /** ARNs, full resource names or scopes, with the cloud's own wildcards. */
  readonly resources: readonly string[];
  /** What must hold as well, as it is written; each of them makes it narrower. */
  readonly conditions: readonly string[];
  /** What else bounds it: denials, boundaries, other policies. Each of them makes it narrower. */
  readonly limits: readonly string[];
  /** Whether it gives something in any case: the limits are what a role of Azure leaves out itself. */
  readonly isSure?: true;
  /** Why nothing is known of it, not even whether it is of this identity; then it is a gap and no right. */
  readonly unknown?: string;
  /** Whether what it permits was not read: the name is all that is known. */
  readonly isUnread?: true;
  /** Whether the edge declares it. */
  readonly isDeclared: boolean;
  readonly because: Reason;
}
