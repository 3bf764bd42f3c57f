import { Issuer } from "../clouds/issuer";
import { Lab } from "../lab";

/** An issuer that no cloud was told of. */
export const STRANGE_ISSUER = "https://intruder.lab.example";

/** Issuers that an edge's is not. */
export class Strangers {
  /** An issuer that no cloud was told of. */
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
