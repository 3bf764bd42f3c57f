import { memberOf, ServiceRequest, World } from "../../simulator";
import { Clock } from "../clock";
import { GoogleTokens } from "../clouds/google";
import { Journal } from "../journal";
import { json, LabRequest, LabResponse } from "../network/http";
import { answerOf } from "./answer";

/** What services of Google Cloud have in common: whose token it is, and whether the simulator lets it do something. */
export class GoogleCaller {
  public constructor(
    private readonly world: World,
    private readonly tokens: GoogleTokens,
    private readonly journal: Journal,
    private readonly clock: Clock,
    /** The project of buckets that were not read. */
    private readonly home: string,
  ) {}

  /** The refusal of a request; undefined where the bearer may. */
  public refusal({ headers }: LabRequest, request: ServiceRequest): LabResponse | undefined {
    const holder = this.tokens.holderOf((headers.authorization ?? "").replace(/^Bearer /i, ""));
    if (!holder) return failure(401, "Invalid Credentials", "authError", "UNAUTHENTICATED");
    const cloud = this.world.cloudOf({ kind: "gke" });
    const decision = cloud.decideService(holder.principal, request, this.home, this.clock.now);
    const who = memberOf(holder.principal);
    const message = `${who} does not have ${request.action} access. Permission '${request.action}' denied on resource (or it may not exist).`;
    this.journal.note(holder.bearer, answerOf(decision, "PERMISSION_DENIED", message));
    return decision.allowed ? undefined : failure(403, message, "forbidden", "PERMISSION_DENIED");
  }
}

/** Google APIs: "Errors"; Cloud Storage: "HTTP status and error codes for JSON". */
export function failure(code: number, message: string, reason: string, status: string): LabResponse {
  return json(code, { error: { code, message, status, errors: [{ message, domain: "global", reason }] } });
}
