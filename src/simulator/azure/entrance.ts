import { ExecRequest, flagOf } from "../edges/exec-request";
import { AzureWorld, ManagedIdentity } from "./read";

/** The managed identity that an exec stanza names by tenant and client id. */
export function identityOf(azure: AzureWorld, request: ExecRequest): ManagedIdentity | undefined {
  return azure.identityOf(flagOf(request, "tenant-id") ?? "", flagOf(request, "client-id") ?? "");
}
