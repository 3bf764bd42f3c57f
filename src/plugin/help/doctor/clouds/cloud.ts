import type { FlagDefinition } from "../../../../exec-contract";
import type { Run } from "../../../run";

/** One step of the way into a cloud: what is told of it when it succeeds. */
export interface Step {
  readonly label: "token" | "exchange" | "identity" | "call";
  /** @throws PluginFailure when the way ends here */
  readonly take: () => string | Promise<string>;
}

/** A cloud whose own services a pod reaches with the vendor's SDK. */
export interface Cloud {
  readonly name: "aws" | "gcp" | "azure";
  readonly flags: readonly FlagDefinition[];
  /** The steps that an SDK takes, in its order. Nothing is asked before a step is taken. */
  readonly steps: (run: Run) => readonly Step[];
}

/** Flags of every cloud. */
export const COMMON_FLAGS: readonly FlagDefinition[] = [
  { name: "timeout", value: "SECONDS", description: "Time limit of the run, 1 to 300; the default is 20." },
  { name: "debug", description: "Tell each step on stderr." },
];

/** What is told where no call is asked for. */
export const NO_CALL = "not tried";
