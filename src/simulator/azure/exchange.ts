import { Exchange } from "../cloud";
import { Edge } from "../edges/edge";
import { flagOf } from "../edges/exec-request";
import { ShownToken } from "../token";
import { AzureWorld, ManagedIdentity } from "./read";
import { exchangeAssertion } from "./token";

/** The identity that a token becomes by one of its federated credentials. */
export function exchange(
  azure: AzureWorld,
  { request }: Edge,
  token: ShownToken,
  now: number,
): Exchange<ManagedIdentity> {
  const [tenant, client] = ["tenant-id", "client-id"].map((name) => flagOf(request, name) ?? "");
  const answer = exchangeAssertion(azure, tenant, client, token, now);
  return answer.granted ? { answers: [answer], identity: answer.value } : { answers: [answer], refusal: answer };
}
