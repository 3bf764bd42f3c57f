import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeCloud } from "./fake-cloud";
import { CLIENT, TENANT } from "./fake-entra";
import { PROVIDER } from "./fake-google";
import { Finished, runPlugin, TestEnvironment } from "./run-plugin";
import { projectedToken } from "./tokens";

export * from "./fake-cloud";
export * from "./run-plugin";
export { CLIENT, TENANT } from "./fake-entra";
export { GOOGLE_ACCOUNT, PROVIDER } from "./fake-google";
export { FakeProxy } from "./fake-proxy";
export { claimsFor, ISSUER, projectedToken, signToken, SUBJECT } from "./tokens";

export const ROLE = "arn:aws:iam::111122223333:role/trust-mesh/argocd";
export const EKS_AUDIENCE = "sts.amazonaws.com";
export const GKE_AUDIENCE = `https:${PROVIDER}`;
export const AKS_AUDIENCE = "api://AzureADTokenExchange";

const AUDIENCES = { eks: EKS_AUDIENCE, gke: GKE_AUDIENCE, aks: AKS_AUDIENCE, oidc: "https://kubernetes.example" };

/** A folder for one test: a home with a token file and room for a cache. */
export class Sandbox {
  public readonly folder = mkdtempSync(join(tmpdir(), "trust-mesh-test-"));
  public readonly cacheDir = join(this.folder, "cache");

  public constructor(private readonly cloud: FakeCloud) {}

  /** The environment of a pod: a home, the fakes' certificate authority, and what a test adds. */
  public env(more: TestEnvironment = {}): TestEnvironment {
    return { HOME: this.folder, SSL_CERT_FILE: this.cloud.caFile, ...more };
  }

  /** Writes the token of a target, for its usual audience or as given, and returns the file. */
  public project(target: "eks" | "gke" | "aks" | "oidc", token: string = projectedToken(AUDIENCES[target])): string {
    return this.write(`token-${target}`, token);
  }

  /** Writes another file and returns its path. */
  public write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Writes a credential file of Google with a source. @param before what stands in front of its JSON */
  public externalAccount(source: object, before = ""): string {
    const content = {
      type: "external_account",
      audience: PROVIDER,
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: source,
    };
    return this.write("account.json", before + JSON.stringify(content));
  }

  /** The cache's files whose names begin so. */
  public cached(prefix: string): string[] {
    return readdirSync(this.cacheDir).filter((name) => name.startsWith(prefix));
  }

  /** The path of the first of them. */
  public onlyCached(prefix: string): string {
    return join(this.cacheDir, this.cached(prefix)[0]);
  }

  /** Runs the plugin without the shell's answers, so that Node.js has to look into its own. */
  public async inNode(args: readonly string[], env: TestEnvironment = this.env()): Promise<Finished> {
    if (existsSync(this.cacheDir)) for (const name of this.cached("hit-")) rmSync(join(this.cacheDir, name));
    return await runPlugin(args, env);
  }

  /** Arguments of a working `eks` run; the token file is written as well. */
  public eks(...more: string[]): string[] {
    return [
      "eks",
      "--cluster-name",
      "west",
      "--region",
      "eu-west-1",
      "--role-arn",
      ROLE,
      ...this.shared("eks", "aws-sts"),
      ...more,
    ];
  }

  /** Arguments of a working `gke` run; the token file is written as well. */
  public gke(...more: string[]): string[] {
    const iam = ["--google-iam-endpoint", this.cloud.url];
    return ["gke", "--audience", PROVIDER, ...this.shared("gke", "google-sts"), ...iam, ...more];
  }

  /** Arguments of a working `aks` run; the token file is written as well. */
  public aks(...more: string[]): string[] {
    return ["aks", "--tenant-id", TENANT, "--client-id", CLIENT, ...this.shared("aks", "entra"), ...more];
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private shared(target: "eks" | "gke" | "aks", endpoint: string): string[] {
    return [
      "--token-file",
      this.project(target),
      "--cache-dir",
      this.cacheDir,
      `--${endpoint}-endpoint`,
      this.cloud.url,
    ];
  }
}
