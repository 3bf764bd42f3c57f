import { Claims, claimsOf, Edge, isNativeRole, OWN_ROLE_AUDIENCE } from "../../simulator";
import { travellerOf } from "../clouds/issuer";
import { Lab } from "../lab";
import { NativeIdentity } from "./metadata";
import { PodIdentity } from "./pod";

/** An ordinary token of an edge's service account; one of a namespace where the edge is for all of them. */
export function ownClaims(lab: Lab, { declaration }: Edge): Claims {
  const { source, audience } = declaration;
  const subject = source.subject.replace(/\*$/, "any");
  return claimsOf(source.issuer, subject, audience || OWN_ROLE_AUDIENCE, lab.clock.now, source.uid);
}

/** A token of the edge's service account, or what its own cloud gives to its pods. */
export function ownIdentity(lab: Lab, edge: Edge): PodIdentity {
  const token = lab.issuers.has(edge.declaration.source.issuer)
    ? lab.issuerOf(edge).issue(ownClaims(lab, edge))
    : undefined;
  const traveller = token === undefined ? `native ${sourceKey(edge)}` : travellerOf(token);
  const native = nativeIdentity(edge);
  return { traveller, ...(token === undefined ? {} : { token }), ...(native ? { native } : {}) };
}

function sourceKey({ declaration }: Edge): string {
  return `${declaration.source.cluster} ${declaration.source.subject} ${declaration.target.name}`;
}

function nativeIdentity(edge: Edge): NativeIdentity | undefined {
  const { principal } = edge.declaration;
  if (isNativeRole(edge)) return { kind: "aws", roleArn: principal, sessionName: "lab-pod" };
  return edge.request.flags.source === "google-metadata" ? { kind: "google", member: principal } : undefined;
}
