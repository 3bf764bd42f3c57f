import { AccessRequest, authorize, Cluster, KubernetesUser, World } from "../../simulator";
import { json, LabRequest, LabResponse, objectOf } from "../network/http";
import { enveloped, reviewSpec, rulesNamespace } from "./protobuf";
import { invalidField } from "./status";

/** What SelfSubjectAccessReview asks. */
interface ReviewSpec {
  readonly resourceAttributes?: Readonly<Record<string, string | undefined>>;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
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
export function mayI(world: World, cluster: Cluster, user: KubernetesUser, request: LabRequest): LabResponse {
  const object = enveloped(request.body);
  const spec = (object ? reviewSpec(object) : (objectOf(request) as { spec?: object }).spec) as ReviewSpec;
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
export function myRules(cluster: Cluster, user: KubernetesUser, request: LabRequest): LabResponse {
  const object = enveloped(request.body);
  const namespace = object
    ? rulesNamespace(object)
    : ((objectOf(request) as { spec?: { namespace?: string } }).spec?.namespace ?? "");
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
