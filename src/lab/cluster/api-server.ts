import {
  AccessRequest,
  Answer,
  authorize,
  Cluster,
  granted,
  KubernetesUser,
  refused,
  ResourceRequest,
  World,
} from "../../simulator";
import { Journal } from "../journal";
import { decoded, Handler, LabRequest, LabResponse, MalformedRequest } from "../network/http";
import { Authenticator } from "./authenticator";
import { discover, KINDS, version } from "./discovery";
import { Objects } from "./objects";
import { UnknownWireForm } from "./protobuf";
import { mayI, myRules, whoAmI } from "./reviews";
import { badRequest, forbidden, notFound, notPlayed, unauthorized } from "./status";

const SELF_REVIEW = /^\/apis\/(?:authentication|authorization)\.k8s\.io\/v1\/(selfsubject\w+)$/;

/**
 * The API server of one target cluster. It authenticates as the real one does, and the simulator authorizes. It knows
 * discovery, version, self reviews, and to get and list namespaces, pods and deployments.
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

  public readonly handler: Handler = (request) => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) return request.path === "/version" ? version(this.cluster.kind) : unauthorized();
    const { answer, traveller } = this.authenticator.see(this.cluster, token);
    if (traveller !== undefined && isNews(this.journal.of(traveller), answer)) this.journal.note(traveller, answer);
    if (!answer.granted) return unauthorized();
    return this.serve(answer.value, request, traveller);
  };

  private serve(user: KubernetesUser, request: LabRequest, traveller: string | undefined): LabResponse {
    const asked = accessIn(request);
    const decision = authorize(this.world, this.cluster, user, asked);
    if (traveller !== undefined && !("path" in asked) && !SELF_REVIEW.test(request.path)) {
      const { because, reason } = decision;
      const answer = decision.allowed
        ? granted("authorization", asked, because)
        : refused("authorization", "403", reason, because);
      this.journal.note(traveller, answer);
    }
    if (!decision.allowed) return forbidden(user.name, asked, decision.reason);
    if (request.path === "/version") return version(this.cluster.kind);
    if (["/healthz", "/livez", "/readyz"].includes(request.path)) return { status: 200, body: "ok" };
    const [, review] = SELF_REVIEW.exec(request.path) ?? [];
    if (review !== undefined && request.method === "POST") return this.review(review, user, request);
    const discovered = discover(request);
    if (discovered) return discovered;
    if ("path" in asked || !KINDS.some((one) => one.resource === asked.resource && one.group === asked.group)) {
      return notFound();
    }
    if (asked.subresource || !["get", "list"].includes(asked.verb)) return notPlayed(`${asked.verb} anything`);
    return this.objects.answer(asked);
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

const VERBS: Readonly<Record<string, string>> = {
  POST: "create",
  GET: "get",
  HEAD: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

/**
 * What a request asks, as an API server tells its authorizers. A namespace's own requests are in that namespace.
 *
 * Kubernetes source: `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`.
 */
function accessIn({ method, path, query }: LabRequest): AccessRequest {
  const parts = path.split("/").filter(Boolean);
  const [prefix] = parts;
  const isObject = (prefix === "api" && parts.length >= 3) || (prefix === "apis" && parts.length >= 4);
  if (!isObject) return { verb: method.toLowerCase(), path };
  const group = prefix === "api" ? "" : parts[1];
  const rest = parts.slice(prefix === "api" ? 2 : 3);
  const inNamespace = rest[0] === "namespaces" && rest.length > 1;
  const namespace = inNamespace ? decoded(rest[1]) : "";
  const isNamespaceItself = inNamespace && (rest.length === 2 || ["status", "finalize"].includes(rest[2]));
  const [resource, name, subresource] = inNamespace && !isNamespaceItself ? rest.slice(2) : rest;
  const verb = VERBS[method] ?? method.toLowerCase();
  const isWatch = query.has("watch") && !["false", "0"].includes(query.get("watch") ?? "");
  const listed = verb === "get" ? (isWatch ? "watch" : "list") : verb === "delete" ? "deletecollection" : verb;
  const request: ResourceRequest = { verb: name ? verb : listed, group, resource, namespace };
  return {
    ...request,
    ...(name ? { name: decoded(name) } : {}),
    ...(subresource ? { subresource } : {}),
  };
}
