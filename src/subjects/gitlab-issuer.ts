import { Construct } from "constructs";
import { sharedIssuer } from "./shared-issuer";
import { TokenIssuer } from "./token-issuer";
import { TokenWay } from "./token-way";
import { GITLAB_ISSUER } from "../vendor/issuers/gitlab";

/** The issuer of an instance of GitLab: its own URL. */
export class GitlabIssuer extends TokenIssuer {
  public static of(url = GITLAB_ISSUER): GitlabIssuer {
    const host = url.replace(/^https:\/\//, "").replace(/[^\w.-]+/g, "-");
    const key = url === GITLAB_ISSUER ? "gitlab" : `gitlab-${host}`;
    return sharedIssuer(GitlabIssuer.known, key, (scope, id) => new GitlabIssuer(scope, id, url));
  }

  private static readonly known = new Map<string, GitlabIssuer>();

  private constructor(scope: Construct, id: string, url: string) {
    super(scope, id, {}, url);
  }

  public override get _title(): string {
    return `GitLab CI at ${this.issuer.replace(/^https:\/\//, "")}`;
  }

  public override get _providerId(): string {
    return "gitlab";
  }

  /** A job has one variable for each audience, and each target has an audience of its own. */
  public override _tokenWay(destinationId: string): TokenWay {
    return { "token-variable": `TRUST_MESH_TOKEN_${destinationId.toUpperCase().replace(/[^A-Z\d]+/g, "_")}` };
  }
}
