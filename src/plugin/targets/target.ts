import { PluginSubcommand } from "../../exec-contract";
import { ClusterCredential, Subject } from "../credential";
import { usageFailure } from "../failure";
import type { ExternalAccount } from "../google/external-account";
import { Run } from "../run";
import { Settings } from "../settings";
import { TokenNeeds } from "../sources/subject-token";

/** A cluster to make a credential for, as the settings describe it. */
export interface Target {
  readonly kind: PluginSubcommand;
  /** What the subject's token must be like. */
  readonly needs: TokenNeeds;
  /** The audience and life of a token that is made for this target. */
  readonly minted: { readonly audience: string | undefined; readonly seconds: number };
  /** What tells this target, and the rights asked of it, from every other. */
  readonly identity: readonly string[];
  /** The Azure resource of a managed identity's token, where the target is Azure's. */
  readonly azureResource?: string;
  /** The credential file that fills in what the settings leave out. */
  readonly credentialFile?: ExternalAccount;
  /** Turns the subject into what the API server accepts. */
  readonly exchange: (run: Run, subject: Subject) => Promise<ClusterCredential>;
}

/** A kind of target cluster. */
export interface TargetKind {
  readonly name: PluginSubcommand;
  /**
   * The cluster that the settings describe.
   *
   * @throws PluginFailure (usage) for a setting that is missing or wrong
   */
  readonly read: (settings: Settings) => Target;
}

/**
 * The audience of a token that is made for a target.
 *
 * @throws PluginFailure (usage) when the settings name none
 */
export function audienceToMint({ kind, minted }: Target): string {
  if (minted.audience !== undefined) return minted.audience;
  const wayOut = "Pass --audience or --token-audience with what the target expects.";
  throw usageFailure(`${kind} has no audience to ask a token for.`, wayOut);
}
