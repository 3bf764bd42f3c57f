/** The step at which a run stopped. Each has an exit code of its own, which users and scripts may rely on. */
export type Hop = "usage" | "source" | "exchange" | "impersonation" | "signing" | "cache" | "output" | "access";

/** Exit codes; 0 is success, 1 a fault of the plugin itself, 127 (the shell's) a missing Node.js. */
export const EXIT_CODES: { readonly [hop in Hop]: number } = {
  usage: 2,
  source: 3,
  exchange: 4,
  impersonation: 5,
  signing: 6,
  cache: 7,
  output: 8,
  access: 9,
};

/** Why a run stopped: the hop, the reason, what the reader can do, and the vendor's own code, told in one line. */
export class PluginFailure extends Error {
  /**
   * @param wayOut the likely fix, a sentence
   * @param code the vendor's own code, such as `AccessDenied` or `AADSTS700213`
   */
  public constructor(
    public readonly hop: Hop,
    public readonly reason: string,
    public readonly wayOut?: string,
    public readonly code?: string,
  ) {
    super(`${hop}: ${reason}${wayOut ? ` ${wayOut}` : ""}`);
  }

  /** The exit code of the hop. */
  public get exitCode(): number {
    return EXIT_CODES[this.hop];
  }

  /** The same failure with one more sentence at its end. */
  public with(sentence: string): PluginFailure {
    return new PluginFailure(this.hop, this.reason, `${this.wayOut ? `${this.wayOut} ` : ""}${sentence}`, this.code);
  }
}

/** A failure of what the run was told: flags, KUBERNETES_EXEC_INFO, variables. */
export function usageFailure(reason: string, wayOut?: string): PluginFailure {
  return new PluginFailure("usage", reason, wayOut);
}

/** A failure to read, check or make the subject's token. */
export function sourceFailure(reason: string, wayOut?: string, code?: string): PluginFailure {
  return new PluginFailure("source", reason, wayOut, code);
}
