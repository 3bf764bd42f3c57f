import { Construct } from "constructs";
import { GithubIssuerOptions } from "./github-issuer-options";
import { sharedIssuer } from "./shared-issuer";
import { TokenIssuer } from "./token-issuer";
import { TokenWay } from "./token-way";
import { problem } from "../common";
import { githubIssuerOf } from "../vendor/issuers/github";

/** An issuer of GitHub's: one for each host and enterprise. */
export class GithubIssuer extends TokenIssuer {
  public static of(which: GithubIssuerOptions): GithubIssuer {
    const { hostname = "github.com", enterpriseSlug } = which;
    const told = [hostname === "github.com" ? undefined : hostname, enterpriseSlug].filter((one) => one !== undefined);
    const key = ["github-actions", ...told].join("-").replace(/[^\w.-]+/g, "-");
    return sharedIssuer(GithubIssuer.known, key, (scope, id) => new GithubIssuer(scope, id, hostname, enterpriseSlug));
  }

  private static readonly known = new Map<string, GithubIssuer>();

  private constructor(
    scope: Construct,
    id: string,
    private readonly hostname: string,
    private readonly enterpriseSlug?: string,
  ) {
    super(scope, id, {}, githubIssuerOf(hostname) + (enterpriseSlug === undefined ? "" : `/${enterpriseSlug}`));
  }

  /** Whether the host knows immutable subjects: "This rollout does not include GitHub Enterprise Server". */
  public get isServer(): boolean {
    return this.issuer.includes("/_services/token");
  }

  public override get _title(): string {
    return `GitHub Actions at ${this.hostname}`;
  }

  public override get _providerId(): string {
    return "github";
  }

  public override _tokenWay(): TokenWay {
    return { source: "github-actions" };
  }

  public override _problems(): (string | undefined)[] {
    const { hostname, enterpriseSlug } = this;
    return [
      ...super._problems(),
      /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(hostname)
        ? undefined
        : problem("hostname", `"${hostname}" is not a host's name`, "Give it in lower case, without https://"),
      enterpriseSlug === undefined || /^[a-z\d][a-z\d_-]*$/i.test(enterpriseSlug)
        ? undefined
        : problem("enterpriseSlug", `"${enterpriseSlug}" is no slug`, "Give the last part of the enterprise's URL"),
      enterpriseSlug !== undefined && this.isServer
        ? problem("enterpriseSlug", "is for github.com and GHE.com, and this is a server of your own", "Leave it out")
        : undefined,
    ];
  }
}
