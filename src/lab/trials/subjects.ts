import { Claims, claimsOf } from "../../simulator";
import { serviceAccountSubject } from "../../vendor/kubernetes/names";

/** The claims of another subject of the same issuer, wherever a token names it. */
export function asSubject(claims: Claims, subject: string): Claims {
  const { iss, aud, exp, iat, nbf } = claims;
  return { ...claimsOf(iss, subject, "", iat, "lab-intruder-uid"), aud, exp, iat, nbf };
}

/** The claims of another service account of the same cluster. */
export function withSubject(claims: Claims, namespace: string, name: string): Claims {
  return asSubject(claims, serviceAccountSubject(namespace, name));
}
