import { Answer, granted } from "../answer";
import { Exchange } from "../cloud";
import { Edge, nativeSource } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { ShownToken } from "../token";
import { builtInPrincipal, impersonatedAccount } from "./built-in";
import { impersonate } from "./impersonation";
import { Principal } from "./principal";
import { GoogleWorld } from "./read";
import { exchangeToken } from "./sts";

/** The principal of a pool that a token becomes, and the service account that it acts as where the stanza names one. */
export function exchange(google: GoogleWorld, edge: Edge, token: ShownToken, now: number): Exchange<Principal> {
  const { request } = edge;
  const email = impersonatedAccount(edge);
  const answers: Answer<Principal>[] = [];
  if (nativeSource(edge) === "google-metadata") {
    const line = "GKE's metadata server gives the pool's token to the service account's pods";
    answers.push(granted("source", builtInPrincipal(edge, token.claims.sub), { line }));
  } else answers.push(exchangeToken(google, flagOf(request, "audience") ?? "", token, now));
  const [first] = answers;
  if (first.granted && email !== undefined) answers.push(impersonate(google, first.value, email, now));
  const last = answers.at(-1) as Answer<Principal>;
  return last.granted ? { answers, identity: last.value } : { answers, refusal: last };
}
