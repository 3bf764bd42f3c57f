import { AccessRequest, authorize, Cluster, KubernetesUser, World } from "../../simulator";
import { json, LabRequest, LabResponse } from "../network/http";
import { objectOfKind } from "./created-object";
import { Kind } from "./discovery";
import { enveloped, reviewSpec, rulesNamespace } from "./protobuf";
import { badRequest, invalidField, notPlayed } from "./status";

/** What SelfSubjectAccessReview and SelfSubjectRulesReview ask. */
interface ReviewSpec {
  readonly resourceAttributes?: Readonly<Record<string, string | undefined>> | null;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string } | null;
  readonly namespace?: string;
}

/** What a review asks; or the answer to one that cannot be read. */
export function reviewIn(
  request: LabRequest,
  kind: Kind,
): { readonly spec: ReviewSpec } | { readonly refusal: LabResponse } {
  const object = enveloped(request.body);
  if (object) return { spec: { ...reviewSpec(object), namespace: rulesNamespace(object) } };
  const read = objectOfKind(request, kind);
  if ("refusal" in read) return read;
  const spec = read.object.spec ?? {};
  if (isSpec(spec)) return selectorsIn(spec) ? { refusal: notPlayed("review selectors") } : { spec };
  return {
    refusal: badRequest(
      `${kind.kind} in version "v1" cannot be handled as a ${kind.kind}: its spec is of another type`,
    ),
  };
}

const isAttributes = (value: unknown) =>
  value === undefined || value === null || (typeof value === "object" && !Array.isArray(value));

function isSpec(spec: unknown): spec is ReviewSpec {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) return false;
  const { resourceAttributes, nonResourceAttributes, namespace = "" } = spec as Readonly<Record<string, unknown>>;
  return isAttributes(resourceAttributes) && isAttributes(nonResourceAttributes) && typeof namespace === "string";
}

/** RBAC passes over selectors, and other authorizers may not. */
function selectorsIn({ resourceAttributes }: ReviewSpec): boolean {
  const { fieldSelector, labelSelector } = resourceAttributes ?? {};
  return [fieldSelector, labelSelector].some((one) => one !== undefined && one !== null);
}

/** SelfSubjectReview: who am I? Its body says nothing. */
export function whoAmI(user: KubernetesUser): LabResponse {
  const { name: username, uid, groups, extra } = user;
  const userInfo = { username, ...(uid ? { uid } : {}), groups, ...(Object.keys(extra).length ? { extra } : {}) };
  return json(201, {
    kind: "SelfSubjectReview",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { creationTimestamp: new Date().toISOString().replace(/\.\d+/, "") },
    status: { userInfo },
  });
}

/** SelfSubjectAccessReview: may I? */
export function mayI(world: World, cluster: Cluster, user: KubernetesUser, spec: ReviewSpec): LabResponse {
  const asked = requestIn(spec);
  if (!asked) return notOne(spec);
  const { allowed, denied, reason } = authorize(world, cluster, user, asked);
  const status = { allowed, ...(denied ? { denied } : {}), ...(reason ? { reason } : {}) };
  return json(201, {
    kind: "SelfSubjectAccessReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    ...{ spec, status },
  });
}

/** SelfSubjectRulesReview: RBAC's rules alone, as clusters with a cloud's authorizer answer. */
export function myRules(cluster: Cluster, user: KubernetesUser, { namespace = "" }: ReviewSpec): LabResponse {
  if (namespace === "") return badRequest("no namespace on request");
  const rules = cluster.rbac.rulesFor(user, namespace);
  return json(201, {
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: { namespace },
    status: {
      resourceRules: rules.filter(({ resources }) => resources?.length),
      nonResourceRules: rules.filter(({ nonResourceURLs }) => nonResourceURLs?.length),
      incomplete: true,
      evaluationError: "webhook authorizer does not support user rule resolution",
    },
  });
}

/** Both attributes are given, or none. */
function notOne({ nonResourceAttributes: path }: ReviewSpec = {}): LabResponse {
  const reason = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  const value = path ? { Path: path.path ?? "", Verb: path.verb ?? "" } : null;
  return invalidField("authorization.k8s.io", "spec", value, reason);
}

function requestIn({ resourceAttributes, nonResourceAttributes }: ReviewSpec = {}): AccessRequest | undefined {
  if (resourceAttributes && !nonResourceAttributes) {
    const { verb = "", group = "", resource = "", subresource, namespace = "", name } = resourceAttributes;
    return { verb, group, resource, namespace, ...(subresource ? { subresource } : {}), ...(name ? { name } : {}) };
  }
  if (!nonResourceAttributes || resourceAttributes) return undefined;
  return { path: nonResourceAttributes.path ?? "", verb: nonResourceAttributes.verb ?? "" };
}
