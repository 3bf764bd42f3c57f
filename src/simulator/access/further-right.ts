import { Reason } from "../answer";
import { Rule } from "../kubernetes/rule";
import { ServiceGrant } from "../services/service-grant";

/** Something that a user has and that no edge declared. */
export interface FurtherRight {
  /** In words: `ClusterRole admin in vault`. */
  readonly what: string;
  readonly because: Reason;
  readonly grant: Grant;
}

/** A role or policy that a user has, as far as it can be compared with another one. */
export interface Grant {
  readonly kind: "ClusterRole" | "Role" | "EKS access policy" | "IAM policy" | "IAM role" | "Azure role" | "service";
  /** The name that its API knows it by. */
  readonly name: string;
  /** Undefined for the whole cluster. */
  readonly namespaces?: readonly string[];
  /** What it permits in the cluster; undefined where that is not told by rules. */
  readonly rules?: readonly Rule[];
  /** What it permits with a cloud's own services; undefined for a right in a cluster. */
  readonly service?: Omit<ServiceGrant, "isDeclared" | "because" | "unknown" | "isUnread" | "isSure">;
  /** What else tells it from a grant of the same name: a scope, a condition, the actions of a policy. */
  readonly detail?: string;
}

export function further(what: string, because: Reason, grant: Grant): FurtherRight {
  return { what, because, grant };
}

/** Whether declared namespaces, none for the whole cluster, hold those of a grant. */
export function covers(declared: readonly string[], given: readonly string[] | "" | undefined): boolean {
  if (declared.length === 0) return true;
  return !!given && given.every((namespace) => declared.includes(namespace));
}

/** Where a grant counts, in words. */
export function placeIn(namespaces: readonly string[] | "" | undefined): string {
  return namespaces ? `in ${namespaces.join(", ")}` : "everywhere";
}
