import {
  Answer,
  authorize,
  Cluster,
  combined,
  granted,
  KubernetesUser,
  refused,
  ResourceRequest,
  World,
} from "../../simulator";
import { Journal } from "../journal";
import { Handler, json, LabRequest, LabResponse, MalformedRequest, objectOf } from "../network/http";
import { accessIn } from "./access-in";
import { Authenticator } from "./authenticator";
import { discover, KINDS, RBAC_GROUP, version } from "./discovery";
import { escalationProblem } from "./escalation";
import { actingUser } from "./impersonation";
import { Objects } from "./objects";
import { enveloped, UnknownWireForm } from "./protobuf";
import { mayI, myRules, whoAmI } from "./reviews";
import { badRequest, deleted, forbidden, invalid, notAllowed, notFound, notPlayed, unauthorized } from "./status";

const SELF_REVIEW = /^\/apis\/(?:authentication|authorization)\.k8s\.io\/v1\/(selfsubject\w+)$/;

const HEALTH: readonly string[] = ["/healthz", "/livez", "/readyz"];

/** The URL of the server that a request came to, as clients write it. */
function serverOf({ host, port }: LabRequest): string {
  return `https://${host}${port === 443 ? "" : `:${port}`}`;
}

/**
 * The API server of one target cluster. It authenticates as the real one does, and the simulator authorizes. It knows
 * discovery, version, self reviews, to get and list namespaces, pods and deployments, and to create and delete by dry run.
 */
export class ApiServer {
  private readonly objects: Objects;

  public constructor(
    private readonly world: World,
    private readonly cluster: Cluster,
    private readonly authenticator: Authenticator,
    private readonly journal: Journal,
  ) {
    this.objects = new Objects(world, cluster);
  }

  public readonly handler: Handler = async (request) => {
    const token = bearerIn(request.headers.authorization ?? "");
    if (token === undefined) return this.anonymous(request);
    const { answer, bearer } = await this.authenticator.see(this.cluster, token, serverOf(request));
    if (bearer !== undefined && isNews(this.journal.of(bearer), answer)) this.journal.note(bearer, answer);
    if (!answer.granted) return unauthorized();
    const user = actingUser(this.world, this.cluster, answer.value, request);
    return "status" in user ? user : this.serve(user, request, bearer);
  };

  /** Who shows no credential may see the version, and whether the server is well: the role `system:public-info-viewer`. */
  private anonymous({ path }: LabRequest): LabResponse {
    if (path === "/version") return version(this.cluster.kind);
    return HEALTH.includes(path) ? { status: 200, body: "ok" } : unauthorized();
  }

  private serve(user: KubernetesUser, request: LabRequest, bearer: string | undefined): LabResponse {
    const asked = accessIn(request);
    const decision = authorize(this.world, this.cluster, user, asked);
    if (bearer !== undefined && !("path" in asked) && !SELF_REVIEW.test(request.path)) {
      const { because, reason } = decision;
      const answer = decision.allowed
        ? granted("authorization", asked, because)
        : refused("authorization", "403", reason, because);
      this.journal.note(bearer, answer);
    }
    if (!decision.allowed) return forbidden(user.name, asked, decision.reason);
    if (request.path === "/version") return version(this.cluster.kind);
    if (HEALTH.includes(request.path)) return { status: 200, body: "ok" };
    const [, review] = SELF_REVIEW.exec(request.path) ?? [];
    if (review !== undefined && request.method === "POST") return this.review(review, user, request);
    const discovered = discover(request);
    if (discovered) return discovered;
    if ("path" in asked) return notPlayed(`have the path ${asked.path}`);
    const what = combined(asked);
    if (!KINDS.some((one) => one.resource === asked.resource && one.group === asked.group)) {
      return notPlayed(`have ${what}${asked.group ? ` of ${asked.group}` : ""}`);
    }
    if (asked.verb === "create" || asked.verb === "delete") return this.write(user, asked, request);
    if (asked.subresource || !["get", "list"].includes(asked.verb) || !isShown(asked)) {
      return notPlayed(`${asked.verb} ${what}`);
    }
    return this.objects.answer(asked);
  }

  /** A write by dry run: it is answered, and nothing changes. */
  private write(user: KubernetesUser, asked: ResourceRequest, request: LabRequest): LabResponse {
    const dryRun = request.query.getAll("dryRun");
    if (asked.subresource || dryRun.length === 0) {
      return notPlayed(`${asked.verb} ${combined(asked)}; writes are answered by dry run (?dryRun=All) alone`);
    }
    if (dryRun.some((one) => one !== "All")) {
      return invalid(`dryRun: Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`);
    }
    if (asked.verb === "delete") {
      if (!isShown(asked)) return notPlayed(`delete ${combined(asked)}`);
      const found = this.objects.answer({ ...asked, verb: "get" });
      return found.status === 200 ? deleted(asked) : found;
    }
    const object = createdIn(request);
    if (asked.group === RBAC_GROUP) {
      const problem = escalationProblem(this.world, this.cluster, user, asked, object);
      if (problem && "missingRole" in problem) return notFound({ ...asked, name: problem.missingRole });
      if (problem) return notAllowed(asked, nameOf(object), problem.reason);
    }
    return json(201, object);
  }

  private review(kind: string, user: KubernetesUser, request: LabRequest): LabResponse {
    try {
      if (kind === "selfsubjectreviews") return whoAmI(user);
      if (kind === "selfsubjectaccessreviews") return mayI(this.world, this.cluster, user, request);
      return kind === "selfsubjectrulesreviews" ? myRules(this.cluster, user, request) : notFound();
    } catch (error) {
      if (error instanceof UnknownWireForm || error instanceof MalformedRequest) return badRequest(error.message);
      throw error;
    }
  }
}

/** A client that comes again and again is authenticated each time, and noted once. */
function isNews(noted: readonly Answer<unknown>[], answer: Answer<KubernetesUser>): boolean {
  const last = [...noted].reverse().find(({ hop }) => hop === "authentication");
  return !last || last.granted !== answer.granted;
}

/** The objects that a cluster of the lab has to show. */
function isShown({ resource }: ResourceRequest): boolean {
  return ["namespaces", "pods", "deployments"].includes(resource);
}

/** @throws MalformedRequest for a body that is no JSON */
function createdIn(request: LabRequest): Readonly<Record<string, unknown>> {
  if (enveloped(request.body)) throw new MalformedRequest("the lab reads what is to be created as JSON");
  return objectOf(request);
}

function nameOf({ metadata }: Readonly<Record<string, unknown>>): string {
  const { name } = (metadata ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : "";
}

/**
 * The token of an Authorization header: the scheme in any case, one space, and what stands up to the next one.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go`.
 */
function bearerIn(header: string): string | undefined {
  const [scheme, token] = header.trim().split(" ");
  return scheme.toLowerCase() === "bearer" && token ? token : undefined;
}
