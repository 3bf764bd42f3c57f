import { databaseUser } from "../../vendor/google/federation";
import { Edge } from "../edges/edge";
import { EdgeNames } from "../edges/mentions";
import { impersonatedAccount } from "./built-in";
import { providerOf } from "./entrance";
import { GoogleWorld } from "./read";

/** The API groups of Config Connector's objects, which name a service account by its id: "IAMPolicyMember", `resourceRef.name`. */
const CONFIG_CONNECTOR = /\bcnrm\.cloud\.google\.com\b/;

/** The pool of an edge, its provider, and the service account that it acts as, by its name and as databases call it. */
export function namesOf(google: GoogleWorld, edge: Edge): EdgeNames {
  const provider = providerOf(google, edge.request);
  const account = impersonatedAccount(edge);
  return {
    resources: [
      provider?.resource,
      google.poolOf(provider?.pool ?? "")?.resource,
      account === undefined ? undefined : google.accountOf(account),
    ],
    // "Access control lists", Cloud Storage: entities are scopes of their own form.
    ids: [provider?.pool ?? "", ...(account === undefined ? [] : [account, `user-${account}`, databaseUser(account)])],
    values: account === undefined ? [] : [{ text: account.split("@")[0], beside: CONFIG_CONNECTOR }],
  };
}
