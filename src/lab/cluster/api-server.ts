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
import { Handler, json, LabRequest, LabResponse } from "../network/http";
import { accessIn } from "./access-in";
import { Authenticator } from "./authenticator";
import { createdObject, metadataOf, ObjectBody, validationProblem } from "./created-object";
import { discover, Kind, kindOf, RBAC_GROUP, version } from "./discovery";
import { escalationProblem } from "./escalation";
import { actingUser } from "./impersonation";
import { listOptions } from "./list-options";
import { Objects } from "./objects";
import { UnknownWireForm } from "./protobuf";
import { asGoReads } from "./request-target";
import { mayI, myRules, reviewIn, whoAmI } from "./reviews";
import {
  badRequest,
  deleted,
  forbidden,
  internalError,
  invalidOption,
  methodNotAllowed,
  notAllowed,
  notFound,
  notPlayed,
  unauthorized,
} from "./status";

const SELF_REVIEW = /^\/apis\/(?:authentication|authorization)\.k8s\.io\/v1\/(selfsubject\w+)$/;

/** "Field validation", Kubernetes API Concepts. */
const FIELD_VALIDATIONS = ["", "Ignore", "Strict", "Warn"];
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

  public readonly handler: Handler = async (sent) => {
    const request = asGoReads(sent);
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
    const isRead = ["GET", "HEAD"].includes(request.method);
    if (isRead && request.path === "/version") return version(this.cluster.kind);
    if (isRead && HEALTH.includes(request.path)) return { status: 200, body: "ok" };
    const [, review] = SELF_REVIEW.exec(request.path) ?? [];
    if (review !== undefined && request.method === "POST" && !("path" in asked)) {
      return this.review(review, user, asked, request);
    }
    const discovered = isRead ? discover(request) : undefined;
    if (discovered) return discovered;
    if ("path" in asked) return notPlayed(`${request.method} the path ${asked.path}`);
    // The authorizers pass over slashes at the beginning, and what serves the objects does not.
    if (request.path.startsWith("//")) return { status: 404, body: "404 page not found\n" };
    return this.object(user, asked, request);
  }

  private object(user: KubernetesUser, asked: ResourceRequest, request: LabRequest): LabResponse {
    const what = combined(asked);
    const kind = kindOf(asked.group, asked.resource);
    if (!kind) return notPlayed(`have ${what}${asked.group ? ` of ${asked.group}` : ""}`);
    const isElsewhere = kind.namespaced
      ? asked.name !== undefined && asked.namespace === "" && !isList(asked)
      : asked.namespace !== "" && asked.resource !== "namespaces";
    if (isElsewhere || isBelowNamespace(asked) || versionIn(request, asked) !== kind.version) return notFound();
    const isNowhere = asked.verb === "create" && kind.namespaced && asked.namespace === "";
    const isNamed = asked.verb === "create" && asked.name !== undefined && !asked.subresource;
    if (request.method === "HEAD" || asked.verb === "" || isNowhere || isNamed) return methodNotAllowed();
    if (asked.verb === "create" || asked.verb === "delete") return this.write(user, asked, request, kind);
    if (asked.subresource || !["get", "list"].includes(asked.verb) || !isShown(asked)) {
      return notPlayed(`${asked.verb} ${what}`);
    }
    if (!takesJson(request)) return notPlayed(`answer in ${request.headers.accept}, but in JSON`);
    if (asked.verb === "get") return this.objects.get(asked);
    const options = listOptions(request.query);
    if ("malformed" in options) return badRequest(options.malformed);
    return "notPlayed" in options ? notPlayed(options.notPlayed) : this.objects.list(asked, options.terms);
  }

  /** A write by dry run: it is answered, and nothing changes. */
  private write(user: KubernetesUser, asked: ResourceRequest, request: LabRequest, kind: Kind): LabResponse {
    const dryRun = request.query.getAll("dryRun");
    if (asked.subresource || dryRun.length === 0) {
      return notPlayed(`${asked.verb} ${combined(asked)}; writes are answered by dry run (?dryRun=All) alone`);
    }
    const options = asked.verb === "create" ? "CreateOptions" : "DeleteOptions";
    if (dryRun.some((one) => one !== "All")) return invalidOption(options, "dryRun", JSON.stringify(dryRun), ["All"]);
    if (asked.verb === "delete") {
      if (!isShown(asked)) return notPlayed(`delete ${combined(asked)}`);
      const found = this.objects.get(asked);
      return found.status === 200 ? deleted(asked) : found;
    }
    const strictness = request.query.get("fieldValidation") ?? "";
    if (!FIELD_VALIDATIONS.includes(strictness)) {
      return invalidOption(options, "fieldValidation", JSON.stringify(strictness), FIELD_VALIDATIONS);
    }
    const created = createdObject(request, asked, kind);
    if ("refusal" in created) return created.refusal;
    const { object } = created;
    const refused = asked.group === RBAC_GROUP ? this.escalation(user, asked, object) : undefined;
    return refused ?? validationProblem(object, kind) ?? json(201, object);
  }

  private escalation(user: KubernetesUser, asked: ResourceRequest, object: ObjectBody): LabResponse | undefined {
    const problem = escalationProblem(this.world, this.cluster, user, asked, object);
    if (!problem) return undefined;
    if ("missingRole" in problem) return notFound({ ...asked, name: problem.missingRole });
    if ("missingParameter" in problem) return badRequest(`${problem.missingParameter} parameter required.`);
    if ("unsupportedKind" in problem) {
      return internalError(`unsupported role reference kind: ${JSON.stringify(problem.unsupportedKind)}`);
    }
    return notAllowed(asked, metadataOf(object).name ?? "", problem.reason);
  }

  private review(resource: string, user: KubernetesUser, asked: ResourceRequest, request: LabRequest): LabResponse {
    const kind = kindOf(asked.group, resource);
    if (!kind) return notFound();
    try {
      const review = reviewIn(request, kind);
      if ("refusal" in review) return review.refusal;
      if (resource === "selfsubjectreviews") return whoAmI(user);
      if (resource === "selfsubjectaccessreviews") return mayI(this.world, this.cluster, user, review.spec);
      return myRules(this.cluster, user, review.spec);
    } catch (error) {
      if (error instanceof UnknownWireForm) return badRequest(error.message);
      throw error;
    }
  }
}

/** Lists and watches have a name where a selector names one. */
function isList({ verb }: ResourceRequest): boolean {
  return verb === "list" || verb === "watch";
}

/** Namespaces within a namespace, which are none; the namespace itself has its own name. */
function isBelowNamespace({ resource, group, namespace, name }: ResourceRequest): boolean {
  return resource === "namespaces" && group === "" && namespace !== "" && namespace !== name;
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

/** The version of the API that a path asks for. */
function versionIn({ path }: LabRequest, { group }: ResourceRequest): string {
  return path.replace(/^\/+/, "").split("/")[group === "" ? 1 : 2];
}

/** Whether JSON is among what a client takes; a table in JSON is another form. */
function takesJson({ headers }: LabRequest): boolean {
  const accept = headers.accept ?? "";
  const forms = accept.split(",").map((one) => one.split(";").map((part) => part.trim().toLowerCase()));
  const isWhole = (parameters: readonly string[]) => !parameters.some((one) => one.startsWith("as="));
  return forms.some(([type, ...rest]) => ["", "*/*", "application/json"].includes(type) && isWhole(rest));
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
