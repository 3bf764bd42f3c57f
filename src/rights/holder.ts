import { DeclaredAccess, DeclaredGrant, Edge, Grant, Hop, Reason, Refused } from "../simulator";
import { Destination } from "./destination";
import { Subject } from "./subject";

/** Whether a subject gets in: it does, it does not, or that is not simulated. */
export type State = "admitted" | "refused" | "unknown";

/** One right, and the object that gives it. */
export interface Right extends Grant {
  /** Whether the trust declares it. */
  readonly isDeclared: boolean;
  readonly because: Reason;
}

/** A right as far as it is compared: of the object that gives it, the address. */
export type HeldRight = Omit<Right, "because"> & {
  readonly because: { readonly resource?: Pick<NonNullable<Reason["resource"]>, "stack" | "address"> };
};

/** A subject at a destination, as far as it is compared. It does not keep the world that it is of. */
export interface ComparedHolder extends Pick<Holder, "from" | "to" | "state" | "unknown"> {
  readonly rights: readonly HeldRight[];
}

/** A decision on the way to a destination. */
export interface Step {
  readonly hop: Hop;
  readonly because: Reason;
}

/** A subject, a destination, and what it may do there. */
export interface Holder {
  readonly from: Subject;
  readonly to: Destination;
  /** Whether a document declares that this subject acts there. */
  readonly isDeclared: boolean;
  readonly state: State;
  /** What acts in the destination's cloud, and the user that the API server sees. */
  readonly principal?: string;
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
  /** The decisions that let it in, in their order. */
  readonly steps: readonly Step[];
  /** Where it ends, for one that does not get in. */
  readonly refusal?: Refused;
  /** Why that is not known. */
  readonly unknown?: string;
  readonly rights: readonly Right[];
  /** Accesses that were declared, and that no object gives. */
  readonly missing: readonly (DeclaredAccess | DeclaredGrant)[];
  /** The edge by whose document it comes. */
  readonly edge?: Edge;
}
