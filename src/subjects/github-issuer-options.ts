/** Which of GitHub's issuers signs the tokens. */
export interface GithubIssuerOptions {
  /**
   * The host of a GitHub Enterprise Server ("github.acme.com") or of an enterprise on GHE.com ("acme.ghe.com").
   *
   * @default "github.com"
   */
  readonly hostname?: string;
  /**
   * The slug of the enterprise, where its administrators switched its own issuer URL on
   * (`include_enterprise_slug`). Tokens of other enterprises then have another issuer.
   *
   * @default - the issuer of all enterprises of the host
   */
  readonly enterpriseSlug?: string;
}
