import { Cluster } from "../clusters";
import { OidcSubject } from "../subjects";

/** What kind of source a subject is of, for messages. */
export function kindOf({ issuedBy }: OidcSubject): string {
  return issuedBy instanceof Cluster ? `of the kind ${issuedBy.kind}` : "no cluster";
}
