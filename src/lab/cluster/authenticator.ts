import { Answer, Cluster, KubernetesUser, refused, World } from "../../simulator";
import { AwsSessions } from "../clouds/aws-sessions";
import { Entra } from "../clouds/entra";
import { GoogleTokens } from "../clouds/google";
import { Clock } from "../clock";
import { LabRequest } from "../network/http";
import { accessKeyIn, MalformedToken, PresignedUrl, readEksToken } from "./eks-token";

/** Whom an API server sees in a bearer token, and under which name the journal knows who came. */
export interface Seen {
  readonly answer: Answer<KubernetesUser>;
  readonly bearer?: string;
}

/** Authenticates bearer tokens as the API servers of the three clouds do. */
export class Authenticator {
  public constructor(
    private readonly world: World,
    private readonly sessions: AwsSessions,
    private readonly google: GoogleTokens,
    private readonly entra: Entra,
    private readonly clock: Clock,
  ) {}

  /** @param server the URL that the client came to, by which GKE asks IAM too */
  public async see(cluster: Cluster, token: string, server: string): Promise<Seen> {
    switch (cluster.kind) {
      case "eks":
        return this.inEks(cluster, token);
      case "gke":
        return this.inGke(cluster, token, server);
      case "aks":
        return await this.inAks(cluster, token);
    }
  }

  /** The URL in the token goes to STS with the cluster's own name as a header, so that it is good for no other cluster. */
  private inEks(cluster: Cluster, token: string): Seen {
    const [, partition, , , , resource] = cluster.name.split(":");
    // Who came with a token that is refused is known by the key, so that the refusal is told as theirs.
    const bearer = this.sessions.bearerWith(accessKeyIn(token));
    let presigned: PresignedUrl;
    try {
      presigned = readEksToken(token, partition, this.clock.now);
    } catch (error) {
      if (error instanceof MalformedToken) return unauthorized(error.message, bearer);
      throw error;
    }
    const { host, query } = presigned;
    const name = resource.replace(/^cluster\//, "");
    const headers = { host, "x-k8s-aws-id": name };
    const request: LabRequest = { method: "GET", host, port: 443, path: "/", query, headers, body: Buffer.alloc(0) };
    const signer = this.sessions.signerOf(request, this.clock.now);
    if ("code" in signer) {
      return unauthorized(`STS answers ${signer.code} to the token's URL${hint(signer, name)}`, bearer);
    }
    const answer = this.world.cloudOf(cluster).authenticate(cluster, signer.session);
    return { answer, bearer: signer.bearer };
  }

  private inGke(cluster: Cluster, token: string, server: string): Seen {
    const holder = this.google.holderOf(token);
    if (!holder) return unauthorized("no such access token was handed out, or it has expired");
    const { principal, bearer, tellsEmail } = holder;
    const answer = this.world.cloudOf(cluster).authenticate(cluster, principal, server);
    if (!answer.granted) return { answer, bearer };
    const user = answer.value;
    // Without the scope userinfo.email GKE sees a service account's number, to which nobody binds anything.
    const name = principal.kind === "service account" && !tellsEmail ? "a numeric id" : user.name;
    return { answer: { ...answer, value: { ...user, name } }, bearer };
  }

  private async inAks(cluster: Cluster, token: string): Promise<Seen> {
    const claims = await this.entra.verify(token);
    if (!claims) return unauthorized("the token is not Entra's, not for AKS, or has expired");
    const answer = this.world.cloudOf(cluster).authenticate(cluster, { principalId: claims.oid });
    return { answer, bearer: claims.uti };
  }
}

/** The API server sends STS a header that the token's URL does not tell, so a wrong name is a wrong signature. */
function hint({ code }: { readonly code: string }, name: string): string {
  if (code !== "SignatureDoesNotMatch") return "";
  return `, with which the API server sends "x-k8s-aws-id: ${name}"; it is signed with another --cluster-name`;
}

function unauthorized(line: string, bearer?: string): Seen {
  const answer = refused("authentication", "401", "Unauthorized", { line });
  return { answer, ...(bearer === undefined ? {} : { bearer }) };
}
