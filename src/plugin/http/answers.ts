import { Hop, PluginFailure } from "../failure";

/** An answer with status 200 that holds nothing to go on with: something else than the vendor gave it. */
export function emptyAnswer(hop: Hop, peer: string): PluginFailure {
  return new PluginFailure(hop, `${peer} answered without a credential.`, "Check its address and the proxy.");
}
