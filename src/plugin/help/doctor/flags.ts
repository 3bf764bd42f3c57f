import type { FlagDefinition } from "../../../exec-contract";

/** Flags that only `trust-mesh-auth doctor SUBCOMMAND` takes for a cluster, beside the subcommand's own. */
export const CLUSTER_FLAGS: readonly FlagDefinition[] = [
  { name: "expect-issuer", value: "ISSUER", description: "The issuer that the target trusts." },
  { name: "expect-subject", value: "SUBJECT", description: "The subject that the target trusts." },
];
