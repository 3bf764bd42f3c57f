import { AwsSession, ServiceRequest, sessionArn, World } from "../../simulator";
import { Clock } from "../clock";
import { AwsSessions } from "../clouds/aws-sessions";
import { Journal } from "../journal";
import { LabRequest } from "../network/http";
import { answerOf } from "./answer";

/** A refusal of a service of AWS. */
export interface AwsRefusal {
  readonly code: string;
  readonly message: string;
}

/** What services of AWS have in common: who signed, and whether the simulator lets the session do it. */
export class AwsCaller {
  public constructor(
    private readonly world: World,
    private readonly sessions: AwsSessions,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** The session that signed a request, or why there is none. */
  public signer(request: LabRequest): { readonly session: AwsSession; readonly bearer: string } | AwsRefusal {
    return this.sessions.signerOf(request, this.clock.now);
  }

  /** Undefined where the session may. AWS IAM documentation: "Troubleshoot access denied error messages". */
  public refusal(session: AwsSession, bearer: string, request: ServiceRequest): AwsRefusal | undefined {
    const cloud = this.world.cloudOf({ kind: "eks" });
    const decision = cloud.decideService(session, request, session.role.account, this.clock.now);
    const on = request.resource === "*" ? "" : ` on resource: "${request.resource}"`;
    const message = `User: ${sessionArn(session)} is not authorized to perform: ${request.action}${on} because no identity-based policy allows the ${request.action} action`;
    this.journal.note(bearer, answerOf(decision, "AccessDenied", message));
    return decision.allowed ? undefined : { code: "AccessDenied", message };
  }
}
