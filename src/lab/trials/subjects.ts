import { Claims } from "../../simulator";

/** The claims of another service account of the same cluster, wherever a token names it. */
export function withSubject(claims: Claims, namespace: string, name: string): Claims {
  return {
    ...claims,
    sub: `system:serviceaccount:${namespace}:${name}`,
    "kubernetes.io": { namespace, serviceaccount: { name, uid: "lab-intruder-uid" } },
  };
}
