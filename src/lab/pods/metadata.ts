import { randomBytes } from "node:crypto";
import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { AddressInfo } from "node:net";
import { roleOfElsewhere, World } from "../../simulator";
import { AwsSessions } from "../clouds/aws-sessions";
import { GoogleTokens } from "../clouds/google";
import { Clock } from "../clock";
import { answerOfTokenService, Mint } from "./token-service";

/** What a pod's own cloud gives it: a role, or the membership of GKE's own pool. */
export type NativeIdentity =
  | { readonly kind: "aws"; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: "google"; readonly member: string };

/** What a pod's address stands for. */
export interface Registered {
  /** What the pod's own cloud gives it. */
  readonly native?: NativeIdentity;
  /** A token of its subject, for any audience. */
  readonly mint?: Mint;
  /** Under which name the journal knows who acts from the pod. */
  readonly bearer: string;
}

const SESSION_SECONDS = 3600;
const FLAVOR = { "metadata-flavor": "Google" };

/**
 * The services that tell pods, jobs and machines who they are, on loopback: EKS Pod Identity's agent, metadata servers and
 * GitHub's token service. Each pod has a secret that tells which it is; a pod without an identity gets none.
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

  private readonly identities = new Map<string, Registered>();
  private readonly server: Server;

  private constructor(
    private readonly world: World,
    private readonly sessions: AwsSessions,
    private readonly google: GoogleTokens,
    private readonly clock: Clock,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  /** Makes an identity known, and returns what its pod shows: the agent's authorization, or a part of the address. */
  public register(registered: Registered): string {
    const secret = randomBytes(16).toString("hex");
    this.identities.set(secret, registered);
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

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, secret = "", path = ""] = /^\/pods\/([0-9a-f]+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const known = this.identities.get(secret);
    const send = (status: number, body: object | string) => {
      const isText = typeof body === "string";
      response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...FLAVOR });
      response.end(isText ? body : JSON.stringify(body));
    };
    if (!known) return send(404, { message: "this pod has no identity" });
    const { native, mint } = known;
    if (native?.kind === "aws" && path === "/v1/credentials" && request.headers.authorization === secret) {
      return send(200, this.awsKeys(native, known.bearer));
    }
    if (native?.kind === "google" && path.includes("/service-accounts/default/token")) {
      const expires = this.clock.now + SESSION_SECONDS;
      const principal = { kind: "built-in", name: native.member } as const;
      const token = { principal, bearer: known.bearer, expires, tellsEmail: true };
      return send(200, { access_token: this.google.issue(token), expires_in: SESSION_SECONDS, token_type: "Bearer" });
    }
    const answer = mint && (await answerOfTokenService(path, request, secret, mint, this.clock.now));
    if (answer !== undefined) return send(200, answer);
    return send(404, { message: "the lab's metadata server does not have that" });
  }

  private awsKeys({ roleArn, sessionName }: Extract<NativeIdentity, { kind: "aws" }>, bearer: string): object {
    const role = this.world.aws.roleOf(roleArn) ?? roleOfElsewhere(roleArn);
    const issued = this.clock.now;
    const keys = this.sessions.start({ role, sessionName, issued, expires: issued + SESSION_SECONDS }, bearer);
    return {
      AccessKeyId: keys.accessKeyId,
      SecretAccessKey: keys.secretAccessKey,
      Token: keys.sessionToken,
      AccountId: role.account,
      Expiration: new Date(keys.expires * 1000).toISOString().replace(/\.\d+/, ""),
    };
  }
}
