import { Claims, Edge, furtherAudiences, isWholeNamespace, nativeSource } from "../../simulator";
import { Issuer } from "../clouds/issuer";
import { Lab } from "../lab";
import { ownClaims } from "../pods/own-identity";

/** Somebody who must not get through an edge, and the token they come with. */
export interface Intruder {
  /** What is wrong with them: "another namespace". */
  readonly name: string;
  readonly token: string;
  /** Whether the plugin already refuses the token, so that the clouds must be asked without it too. */
  readonly refusedAtSource: boolean;
}

const STRANGE_NAMESPACE = "lab-intruder";
const STRANGE_NAME = "lab-intruder";
const STRANGE_AUDIENCE = "https://intruder.lab.example";
/** An issuer that nobody was told of. */
const STRANGE_ISSUER = "https://intruder.lab.example";
const EXPIRED_SECONDS = 7200;

/** The intruders at an edge whose pods show a token. */
export function intrudersAt(lab: Lab, edge: Edge, strangers: Strangers): readonly Intruder[] {
  const issuer = lab.issuerOf(edge);
  const own = ownClaims(lab, edge);
  const isIrsa = nativeSource(edge) === "irsa";
  const [, , namespace, name] = own.sub.split(":");
  const as = (theirNamespace: string, theirName: string) =>
    issuer.issue(withSubject(own, theirNamespace, theirName, "lab-intruder-uid"));
  const past = { iat: own.iat - EXPIRED_SECONDS, nbf: own.iat - EXPIRED_SECONDS, exp: own.iat - EXPIRED_SECONDS / 2 };
  const intruder = (trial: string, token: string, refusedAtSource = false) => ({ name: trial, token, refusedAtSource });
  return [
    intruder("another namespace", as(STRANGE_NAMESPACE, name)),
    ...(isWholeNamespace(edge.declaration) ? [] : [intruder("another service account", as(namespace, STRANGE_NAME))]),
    // With IRSA the plugin takes the audience as the pod's own cloud projects it.
    intruder("another audience", issuer.issue({ ...own, aud: [STRANGE_AUDIENCE] }), !isIrsa),
    ...furtherAudiences(lab.world, edge).map((aud) =>
      intruder(`the audience ${aud}`, issuer.issue({ ...own, aud: [aud] }), !isIrsa),
    ),
    intruder("an expired token", issuer.issue({ ...own, ...past }), true),
    intruder("a key of another cluster", issuer.forge(own, strangers.otherThan(issuer), "its own id")),
    intruder("a stranger's key", issuer.forge(own, strangers.issuer, "this issuer's id")),
    intruder("a stranger's issuer", strangers.issuer.issue({ ...own, iss: STRANGE_ISSUER })),
  ];
}

/** Issuers that an edge's is not. */
export class Strangers {
  /** An issuer that nobody was told of. */
  public readonly issuer = new Issuer(STRANGE_ISSUER);
  private readonly known: readonly Issuer[];

  public constructor(lab: Lab) {
    this.known = [...lab.issuers.values()];
  }

  /** Another cluster of the mesh; the stranger where there is none. */
  public otherThan(issuer: Issuer): Issuer {
    return this.known.find((one) => one !== issuer) ?? this.issuer;
  }
}

/** Claims of another service account of the same cluster. */
function withSubject(claims: Claims, namespace: string, name: string, uid: string): Claims {
  return {
    ...claims,
    sub: `system:serviceaccount:${namespace}:${name}`,
    "kubernetes.io": { namespace, serviceaccount: { name, uid } },
  };
}
