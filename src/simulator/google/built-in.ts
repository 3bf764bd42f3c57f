import { Edge, nativeSource } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { BuiltInPrincipal } from "./principal";
import { serviceAccountOf } from "../../vendor/kubernetes/names";

const GKE_ISSUER = /^https:\/\/container\.googleapis\.com\/v1\/projects\/([^/]+)\//;

/**
 * Whom the pool that GKE keeps for its project takes a service account's pods for. Where they act as a Google service account, the
 * declared principal is that one, and the source tells them: a GKE cluster's issuer names its project.
 *
 * Google Cloud documentation: "About Workload Identity Federation for GKE".
 *
 * @param subject whose pods ask. @default - the edge's own subject
 */
export function builtInPrincipal(edge: Edge, subject = edge.declaration.source.subject): BuiltInPrincipal {
  const { principal, source } = edge.declaration;
  const [namespace = "", name = ""] = serviceAccountOf(subject) ?? [];
  const of = {
    ...({ kind: "built-in", cluster: source.issuer } as const),
    ...(source.uid !== undefined && subject === source.subject ? { uid: source.uid } : {}),
  };
  if (impersonatedAccount(edge) !== undefined) {
    const [, project = ""] = GKE_ISSUER.exec(source.issuer) ?? [];
    return { ...of, name: `serviceAccount:${project}.svc.id.goog[${namespace}/${name}]` };
  }
  const named = principal
    .replace(/\[[^\]]*\]$/, () => `[${namespace}/${name}]`)
    .replace(/\/subject\/ns\/[^/]*\/sa\/[^/]*$/, () => `/subject/ns/${namespace}/sa/${name}`);
  return { ...of, name: named };
}

/**
 * The e-mail of the Google service account that an edge's pods act as: the one of their client's arguments, or of the annotation that
 * GKE's metadata server reads, which the declared principal tells. Undefined where they act as the pool's principal.
 */
export function impersonatedAccount(edge: Edge): string | undefined {
  const told = flagOf(edge.request, "service-account");
  if (told !== undefined || nativeSource(edge) !== "google-metadata") return told;
  return /^serviceAccount:([^[\]]+@[^[\]]+)$/.exec(edge.declaration.principal)?.[1];
}
