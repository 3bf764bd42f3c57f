import { IConstruct } from "constructs";

/** An app, a stack, a folder that was synthesized, or one stack's JSON. */
export type MeshSource = IConstruct | string;

/**
 * Who acts: a service account, another subject of a source, or its name as `trust-mesh list` prints it
 * (`west:argocd/controller`).
 */
export type SubjectLike =
  string | { readonly subject: string; readonly cluster?: { readonly node: { readonly id: string } } };

/** Where: a cluster or an account, by its construct or by its construct id. */
export type DestinationLike = string | { readonly node: { readonly id: string } };

/**
 * What: a `ClusterAccess`, an access to a cloud's services, a role in words (`edit in payments`, `view everywhere`), or a request as
 * kubectl writes it (`create deployments.apps in payments`, `get nodes`, `get /healthz`).
 */
export type AccessLike =
  | string
  | {
      readonly roleKind?: string;
      readonly roleName?: string;
      readonly namespaces: string[];
      readonly isCloudPolicy: boolean;
    }
  | { describe(): string };

/** Findings that are accepted: those of a code, or that of a code at one address. */
export type FindingLike = string | { readonly code: string; readonly address: string };

/** What `expect(app)` has more. */
export interface MeshAssertions<R = unknown> {
  /**
   * Passes where the subject gets in and has all of the access.
   *
   * @param access what it may do; only that it gets in unless given
   */
  toAllow(subject: SubjectLike, destination: DestinationLike, access?: AccessLike): R;
  /**
   * Passes where the subject has nothing of the access, where that is: of `ClusterAccess.admin("vault")` no single verb in
   * `vault`. What is not known does not pass.
   *
   * @param access what it may not do; that it does not get in at all unless given
   */
  toRefuse(subject: SubjectLike, destination: DestinationLike, access?: AccessLike): R;
  /** Passes if no identity has a right that no trust declares, and everything that was read is understood. */
  toGrantNothingElse(): R;
  /**
   * Passes where no rule finds anything, those apart that the app acknowledges.
   *
   * @param options `except`: findings that are accepted here, by code, or by code and address
   */
  toHaveNoFindings(options?: { readonly except?: readonly FindingLike[] }): R;
}

/** What a matcher gives to `expect.extend`. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The matchers, for `expect.extend` of a test runner that is neither jest nor vitest. */
export interface MeshMatchers {
  toAllow(app: unknown, subject: SubjectLike, destination: DestinationLike, access?: AccessLike): MatcherResult;
  toRefuse(app: unknown, subject: SubjectLike, destination: DestinationLike, access?: AccessLike): MatcherResult;
  toGrantNothingElse(app: unknown): MatcherResult;
  toHaveNoFindings(app: unknown, options?: { readonly except?: readonly FindingLike[] }): MatcherResult;
}
