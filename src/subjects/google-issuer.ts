import { RootConstruct } from "constructs";
import { sharedIssuer } from "./shared-issuer";
import { TokenIssuer } from "./token-issuer";
import { TargetCloud, TokenWay } from "./token-way";
import { problem } from "../common";
import { AWS_BUILT_IN_GOOGLE, GOOGLE_ISSUER } from "../vendor/issuers/clouds";

/** The issuer of Google's ID tokens. */
export class GoogleIssuer extends TokenIssuer {
  public static only(): GoogleIssuer {
    return sharedIssuer(GoogleIssuer.known, "google", (scope, id) => new GoogleIssuer(scope, id));
  }

  private static readonly known = new Map<string, GoogleIssuer>();

  private constructor(scope: RootConstruct, id: string) {
    super(scope, id, {}, GOOGLE_ISSUER);
  }

  public override get _title(): string {
    return "Google";
  }

  public override get _builtInToAws(): string {
    return AWS_BUILT_IN_GOOGLE;
  }

  public override _tokenWay(): TokenWay {
    return { source: "google-id-token" };
  }

  public override _refusedBy(cloud: TargetCloud | undefined): string | undefined {
    if (cloud !== "google") return undefined;
    return problem(
      "from",
      "is an identity of Google's own, which its projects trust without a token of another issuer",
      "Grant the roles to the service account's e-mail, and use --source google-metadata",
      "own-cloud-subject",
    );
  }
}
