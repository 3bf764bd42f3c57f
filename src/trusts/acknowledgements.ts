import { IConstruct } from "constructs";
import { refusalOf, refuse } from "../common";
import { acknowledge, stackAround } from "../common/warnings";

/** A risk that is known and accepted for a time. */
export interface AcknowledgementProps {
  /** The code at the end of the warning, or of the lab's gap: `legacy-abac`. */
  readonly code: string;
  /** Why it is accepted, for the readers of the code and of the lab's report. */
  readonly reason: string;
  /** The last day on which it counts, in UTC: `2026-12-31`. */
  readonly expires: string;
  /**
   * The Terraform address of the object that the lab's gap names, in this stack: `helm_release.agent`.
   *
   * @default - a warning of the constructs, or a gap that names no object
   */
  readonly address?: string;
}

/**
 * What is known of a part of an app and accepted for a time: a warning of its code is not printed at this construct and below
 * it, and `trust-mesh lab` counts the gap as accepted. After its last day the warning is back, beside one that says so.
 *
 * @example
 * Acknowledgements.of(stack).add({
 *   code: "local-accounts",
 *   reason: "break-glass access, audited by the platform team",
 *   expires: "2027-06-30",
 * });
 */
export class Acknowledgements {
  /**
   * The acknowledgements of a construct.
   *
   * @param construct a trust, a mesh, a stack, the app or anything else
   */
  public static of(construct: IConstruct): Acknowledgements {
    return new Acknowledgements(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Accepts a risk. A sound code, reason and day are needed; else synth is refused.
   *
   * @param acknowledgement what is accepted, why and until when
   * @throws if one of them is not sound and the construct is in no stack
   */
  public add(acknowledgement: AcknowledgementProps): void {
    const fault = acknowledge(this.construct, acknowledgement);
    if (fault === undefined) return;
    if (!stackAround(this.construct)) throw refusalOf(this.construct.node.path || "app", fault);
    refuse(this.construct, () => [fault]);
  }
}
