import { randomUUID } from "node:crypto";
import {
  Claims,
  claimsOf,
  Edge,
  exampleOf,
  isNativeRole,
  nativeSource,
  OWN_ROLE_AUDIENCE,
  STS_MINTED,
} from "../../simulator";
import { Lab } from "../lab";
import { NativeIdentity } from "./metadata";
import { PodIdentity } from "./pod";

/** An ordinary token of an edge's subject; one of a pattern where the edge is for several. */
export function ownClaims(lab: Lab, { declaration }: Edge): Claims {
  const { source, audience } = declaration;
  const subject = exampleOf(source);
  return claimsOf(source.issuer, subject, audience || OWN_ROLE_AUDIENCE, lab.clock.now, source.uid);
}

/** A token of the edge's service account, or what its own cloud gives to its pods. */
export async function ownIdentity(lab: Lab, edge: Edge): Promise<PodIdentity> {
  const native = nativeIdentity(edge);
  const told = native ? { native } : {};
  if (!lab.issuers.has(edge.declaration.source.issuer)) return { bearer: `native ${sourceKey(edge)}`, ...told };
  const issuer = lab.issuerOf(edge);
  const bearer = randomUUID();
  const claims = { ...ownClaims(lab, edge), jti: bearer };
  const mint = async (aud: string) => await issuer.issue({ ...claims, aud });
  return { bearer, token: await issuer.issue(claims), mint, ...told };
}

function sourceKey({ declaration }: Edge): string {
  return `${declaration.source.cluster} ${declaration.source.subject} ${declaration.target.name}`;
}

function nativeIdentity(edge: Edge): NativeIdentity | undefined {
  const { principal, source } = edge.declaration;
  if (nativeSource(edge) === STS_MINTED) return { kind: "aws", roleArn: source.subject, sessionName: "lab-pod" };
  if (isNativeRole(edge)) return { kind: "aws", roleArn: principal, sessionName: "lab-pod" };
  return edge.request.flags.source === "google-metadata" ? { kind: "google", member: principal } : undefined;
}
