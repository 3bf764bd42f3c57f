/** A cloud in which trusts are. */
export type TargetCloud = "aws" | "google" | "azure";

/** The exec plugin's flags by which a subject's own token is found; none for the file where pods mount it. */
export interface TokenWay {
  readonly source?: string;
  readonly "token-variable"?: string;
  readonly "token-file"?: string;
  /** The audience agreed on, where the token's own cannot be chosen. */
  readonly "token-audience"?: string;
}
