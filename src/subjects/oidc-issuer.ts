import { Construct } from "constructs";
import { exactSubject, ExternalSubject, subjectsWithPrefix } from "./external-subject";
import { mintableProblem } from "./mintable";
import { StableKeyOptions } from "./stable-key-options";
import { TokenIssuer } from "./token-issuer";
import { tokenVariableProblem } from "./token-variable";
import { TokenWay } from "./token-way";
import { isLiteral, problem } from "../common";
import { GOOGLE_ISSUER } from "../vendor/issuers/clouds";

/** What an issuer is described by. */
export interface OidcIssuerAttributes extends StableKeyOptions {
  /** The `iss` of its tokens, byte for byte: `https://app.terraform.io`. A token is allowed. */
  readonly issuer: string;
  /**
   * The environment variable in which a job or process finds its token, without a dollar sign, for the exec plugin:
   * `TFC_WORKLOAD_IDENTITY_TOKEN`.
   *
   * @default - a file: `tokenFile`, or where pods mount the tokens of trusts
   */
  readonly tokenVariable?: string;
  /** The file in which a process finds its token, for the exec plugin. @default - where pods mount the tokens of trusts */
  readonly tokenFile?: string;
}

/**
 * Any OpenID Connect issuer whose subjects are trusted exactly: HCP Terraform, Buildkite, SPIRE, a platform of your own. It
 * creates nothing; accounts register it. GitHub and GitLab have classes of their own, which know their subjects' forms.
 *
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html "OpenID Connect Discovery 1.0"
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
 * "Workload identity", HCP Terraform
 *
 * @example
 *
 * const hcp = OidcIssuer.fromAttributes(this, "hcp-terraform", {
 *   issuer: "https://app.terraform.io",
 *   tokenVariable: "TFC_WORKLOAD_IDENTITY_TOKEN",
 * });
 * const apply = hcp.subject("organization:acme:project:core:workspace:prod:run_phase:apply");
 */
export class OidcIssuer extends TokenIssuer {
  /**
   * Declares an issuer. Nothing is created.
   *
   * @param scope where the declaration lives: an app, a stack or any construct
   * @param id the issuer's name in construct paths, default names and reports
   * @param attributes what is known of the issuer
   */
  public static fromAttributes(scope: Construct, id: string, attributes: OidcIssuerAttributes): OidcIssuer {
    return new OidcIssuer(scope, id, attributes);
  }

  private readonly attributes: OidcIssuerAttributes;

  private constructor(scope: Construct, id: string, attributes: OidcIssuerAttributes) {
    super(scope, id, attributes, attributes.issuer);
    this.attributes = attributes;
  }

  /**
   * One subject, exactly. Wildcards are refused, and so are subjects of GitHub and GitLab that anybody can mint.
   *
   * @param subject the `sub` of its tokens, byte for byte, known at synth: 1 to 600 characters
   */
  public subject(subject: string): ExternalSubject {
    return exactSubject(this, subject, { refusal: () => mintableProblem(this.issuer, subject) });
  }

  /**
   * Every subject that begins with a text: as many identities as the issuer gives such a subject to. A trust in it warns
   * (`wide-subject`); Azure targets, and GKE targets without impersonation, refuse it.
   *
   * @param prefix at least 8 characters without `*` and `?`; end it where the issuer ends a field
   */
  public everySubjectStartingWith(prefix: string): ExternalSubject {
    return subjectsWithPrefix(this, prefix);
  }

  /** @internal */
  public override _tokenWay(): TokenWay {
    const { tokenVariable, tokenFile } = this.attributes;
    return { "token-variable": tokenVariable, "token-file": tokenFile };
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    const { tokenVariable, tokenFile } = this.attributes;
    return [
      ...super._problems(),
      this.issuer === GOOGLE_ISSUER
        ? problem(
            "issuer",
            "is Google's, where AWS compares other claims than of other issuers",
            "Use GoogleIdentity.serviceAccount(…)",
          )
        : undefined,
      tokenVariable !== undefined && tokenFile !== undefined
        ? problem("tokenFile", "conflicts with tokenVariable", "Leave one of the two out")
        : undefined,
      isLiteral(tokenVariable) ? tokenVariableProblem(tokenVariable) : undefined,
      isLiteral(tokenFile) && !tokenFile.startsWith("/")
        ? problem("tokenFile", `"${tokenFile}" is not an absolute path`, "Begin it with a slash")
        : undefined,
    ];
  }
}
