import { DNS_LABEL, MAX_DNS_LABEL, pathSegmentFault } from "../../vendor/kubernetes/names";
import { BUILT_IN_RESOURCES } from "../../vendor/kubernetes/resources";
import { API_VERBS, isImpersonation, PATH_VERBS, RESOURCE_VERBS } from "../../vendor/kubernetes/verbs";
import { didYouMean } from "../nearest";
import { Rbac } from "./rbac";
import { AccessRequest, ResourceRequest, writtenResource } from "./request";
import { Rule } from "./rule";

/** What of a request is at fault, and why. */
export interface RequestFault {
  readonly field: "verb" | "namespace" | "resource" | "name";
  readonly words: string;
}

/**
 * Why a request is none that an API server makes, with the name that is most like it: a misspelt verb, group, resource or subresource.
 * No rule but `*` could match it, so that it would look refused. What a role of the cluster names is a name, too.
 *
 * Resources of extensions are not known, and their groups have a dot; the groups without one, and Kubernetes' own, are.
 *
 * @returns undefined for a request that rules can match
 */
export function requestFault(rbac: Rbac, request: AccessRequest): RequestFault | undefined {
  const rules = rbac.everyRule;
  const verb = verbFault(rules, request);
  if (verb !== undefined) return { field: "verb", words: verb };
  if ("path" in request) return undefined;
  const name = namespaceFault(request) ?? nameFault(request);
  if (name) return name;
  const resource = resourceFault(rules, request);
  return resource === undefined ? undefined : { field: "resource", words: resource };
}

/** "Object Names and IDs", Kubernetes documentation: a namespace is a DNS label, so that nothing can be granted in another. */
function namespaceFault({ namespace }: ResourceRequest): RequestFault | undefined {
  if (namespace === "" || (namespace.length <= MAX_DNS_LABEL && DNS_LABEL.test(namespace))) return undefined;
  return { field: "namespace", words: `"${namespace}" is no namespace's name: one alone, in small letters` };
}

/** An object's name is a segment of a path; what single APIs check may have others: users, signers, audiences. */
function nameFault({ verb, name }: ResourceRequest): RequestFault | undefined {
  if (!name || !API_VERBS.includes(verb)) return undefined;
  const fault = pathSegmentFault(name);
  return fault === undefined ? undefined : { field: "name", words: `"${name}" ${fault}, which every object's name is` };
}

function verbFault(rules: readonly Rule[], request: AccessRequest): string | undefined {
  const { verb } = request;
  if ("path" in request) {
    const ofPaths = rules.some((rule) => rule.nonResourceURLs?.length && rule.verbs.includes(verb));
    if (PATH_VERBS.includes(verb) || ofPaths) return undefined;
    return `"${verb}" is no verb of a request for a path, which are ${PATH_VERBS.join(", ")}`;
  }
  const ofResources = rules.some((rule) => rule.resources?.length && rule.verbs.includes(verb));
  if (RESOURCE_VERBS.includes(verb) || isImpersonation(verb) || ofResources) return undefined;
  return `"${verb}" is no verb of Kubernetes, and no role that was read names it${didYouMean(verb, RESOURCE_VERBS)}`;
}

function resourceFault(rules: readonly Rule[], request: ResourceRequest): string | undefined {
  const { group, resource, subresource } = request;
  if (resource === "*" || group === "*" || rules.some((rule) => isNamed(rule, request))) return undefined;
  const resources = BUILT_IN_RESOURCES.get(group);
  if (!resources) return groupFault(request);
  const written = writtenResource(request);
  const subresources = resources.get(resource);
  if (!subresources) {
    const every = [...BUILT_IN_RESOURCES].flatMap(([other, all]) =>
      [...all.keys()].map((one) => writtenResource({ ...request, group: other, resource: one })),
    );
    const ofCore =
      group === ""
        ? "the core group, where an extension's has its group, as certificates.cert-manager.io"
        : `the group ${group}`;
    return `"${written}" is no resource of ${ofCore}${didYouMean(written, every)}`;
  }
  // Controllers that set owner references are asked for it: admission plugin OwnerReferencesPermissionEnforcement.
  const known = [...subresources, "finalizers"];
  const isKnown =
    subresource === undefined || subresource === "*" || resource === "userextras" || known.includes(subresource);
  return isKnown ? undefined : `"${subresource}" is no subresource of ${resource}${didYouMean(subresource, known)}`;
}

/** A group that is not built in: of an extension, unless it has no dot or is written most like a built-in one. */
function groupFault({ group }: ResourceRequest): string | undefined {
  const [, version, rest] = /^(v\d+(?:(?:alpha|beta)\d+)?)(?:\.(.*))?$/.exec(group) ?? [];
  if (version) {
    return `"${group}" begins with the version ${version}, which rules do not have. Give ${rest ? `the group ${rest}` : "none"}`;
  }
  const meant = didYouMean(
    group,
    [...BUILT_IN_RESOURCES.keys()].filter((one) => one !== ""),
    SLIP,
  );
  const isOfExtension = group.includes(".") && (meant === "" || group.includes(".x-k8s.io"));
  return isOfExtension ? undefined : `"${group}" is no API group of Kubernetes${meant}, and an extension's has a dot`;
}

/** Two groups that differ by more are two groups. */
const SLIP = 2;

function isNamed({ apiGroups = [], resources = [] }: Rule, { group, resource, subresource }: ResourceRequest): boolean {
  const isOfGroup = apiGroups.includes(group) || (apiGroups.includes("*") && group === "");
  return isOfGroup && resources.includes(subresource === undefined ? resource : `${resource}/${subresource}`);
}
