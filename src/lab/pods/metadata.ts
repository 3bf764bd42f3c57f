import { randomBytes } from "node:crypto";
import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { AddressInfo } from "node:net";
import { World } from "../../simulator";
import { AwsSessions } from "../clouds/aws-sessions";
import { GoogleTokens } from "../clouds/google";
import { Clock } from "../clock";

/** What a pod's own cloud gives it: a role, or the membership of GKE's own pool. */
export type NativeIdentity =
  | { readonly kind: "aws"; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: "google"; readonly member: string };

const SESSION_SECONDS = 3600;
const FLAVOR = { "metadata-flavor": "Google" };

/**
 * The metadata services of the source clusters, on loopback: EKS Pod Identity's agent and GKE's metadata server. Each pod has
 * a secret that tells which it is; a pod without an identity gets none.
 */
export class PodMetadata {
  public static async start(
    world: World,
    sessions: AwsSessions,
    google: GoogleTokens,
    clock: Clock,
  ): Promise<PodMetadata> {
    const metadata = new PodMetadata(world, sessions, google, clock);
    await new Promise<void>((resolve) => metadata.server.listen(0, "127.0.0.1", resolve));
    return metadata;
  }

  private readonly identities = new Map<string, { identity: NativeIdentity; traveller: string }>();
  private readonly server: Server;

  private constructor(
    private readonly world: World,
    private readonly sessions: AwsSessions,
    private readonly google: GoogleTokens,
    private readonly clock: Clock,
  ) {
    this.server = createServer((request, response) => this.answer(request, response));
  }

  /** Makes an identity known, and returns what its pod shows: the agent's authorization, or a part of the address. */
  public register(identity: NativeIdentity | undefined, traveller: string): string {
    const secret = randomBytes(16).toString("hex");
    if (identity) this.identities.set(secret, { identity, traveller });
    return secret;
  }

  /** `127.0.0.1:<port>`. */
  public get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const [, secret = "", path = ""] = /^\/pods\/([0-9a-f]+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const known = this.identities.get(secret);
    const send = (status: number, body: object) => {
      response.writeHead(status, { "content-type": "application/json", ...FLAVOR });
      response.end(JSON.stringify(body));
    };
    if (!known) return send(404, { message: "this pod has no identity" });
    if (known.identity.kind === "aws" && path === "/v1/credentials" && request.headers.authorization === secret) {
      return send(200, this.awsKeys(known.identity, known.traveller));
    }
    if (known.identity.kind === "google" && path.includes("/service-accounts/default/token")) {
      const expires = this.clock.now + SESSION_SECONDS;
      const principal = { kind: "built-in", name: known.identity.member } as const;
      const token = { principal, traveller: known.traveller, expires, tellsEmail: true };
      return send(200, { access_token: this.google.issue(token), expires_in: SESSION_SECONDS, token_type: "Bearer" });
    }
    return send(404, { message: "the lab's metadata server does not have that" });
  }

  private awsKeys({ roleArn, sessionName }: Extract<NativeIdentity, { kind: "aws" }>, traveller: string): object {
    const role = this.world.aws.roleOf(roleArn);
    if (!role) return {};
    const keys = this.sessions.start({ role, sessionName, expires: this.clock.now + SESSION_SECONDS }, traveller);
    return {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      AccountId: role.account,
      Expiration: new Date(keys.expires * 1000).toISOString().replace(/\.\d+/, ""),
    };
  }
}
