import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { Principal } from "./principal";
import { serviceAccountOf } from "../../vendor/kubernetes/names";

const GKE_ISSUER = /^https:\/\/container\.googleapis\.com\/v1\/projects\/([^/]+)\//;

/**
 * Whom the pool that GKE keeps for its project takes an edge's pods for. Where they act as a Google service account, the declared
 * principal is that one, and the source tells them: a GKE cluster's issuer names its project.
 *
 * Google Cloud documentation: "About Workload Identity Federation for GKE".
 */
export function builtInPrincipal({ declaration, request }: Edge): Principal {
  const { principal, source } = declaration;
  if (flagOf(request, "service-account") === undefined) return { kind: "built-in", name: principal };
  const [, project = ""] = GKE_ISSUER.exec(source.issuer) ?? [];
  const [namespace = "", name = ""] = serviceAccountOf(source.subject) ?? [];
  return { kind: "built-in", name: `serviceAccount:${project}.svc.id.goog[${namespace}/${name}]` };
}
