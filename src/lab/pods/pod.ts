import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Edge, flagOf, kindOf, nativeSource, STS_MINTED } from "../../simulator";
import { PLUGIN_COMMAND } from "../../exec-contract";
import { Lab } from "../lab";
import { NativeIdentity } from "./metadata";
import { GITHUB_PATH, Mint } from "./token-service";

/** Where pods of the lab that have AWS credentials are. */
export const LAB_REGION = "us-east-1";

/** What a pod of a trial has that a client can act by. */
export interface PodIdentity {
  /** The token where the exec stanza looks for it. */
  readonly token?: string;
  /** What the pod's own cloud gives it. */
  readonly native?: NativeIdentity;
  /** What its token service mints: a token of its subject, for any audience. @default - always the same token */
  readonly mint?: Mint;
  /** Under which name the journal knows whoever acts from this pod, where no token tells it. */
  readonly bearer: string;
}

/**
 * A pod, as far as a client notices: files where the kubelet would mount them, the plugin on PATH, the variables of the pod's
 * cloud, the network. It is a folder of the lab's.
 */
export class Pod {
  /** The environment of every process in the pod. */
  public readonly env: Readonly<Record<string, string>>;

  /**
   * @param name tells the pod from others of the lab
   * @param plugin the plugin's file
   */
  public constructor(lab: Lab, edge: Edge, name: string, plugin: string, identity: PodIdentity) {
    this.folder = join(lab.folder, `pod-${name}`);
    const [bin, home] = ["bin", "home"].map((name) => join(this.folder, name));
    for (const folder of [bin, home]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.root = join(this.folder, "root");
    writeFileSync(join(bin, PLUGIN_COMMAND), shim(this.root, plugin), { mode: 0o755 });
    const tokenFile = flagOf(edge.request, "token-file");
    if (tokenFile !== undefined && identity.token !== undefined) this.write(join(this.root, tokenFile), identity.token);
    this.env = {
      // The plugin finds Node.js on PATH.
      PATH: [bin, dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter),
      HOME: home,
      HTTPS_PROXY: lab.proxyUrl,
      SSL_CERT_FILE: lab.caFile,
      ...this.cloudVariables(lab, edge, identity),
    };
  }

  public readonly folder: string;
  private readonly root: string;

  /** What a process in the pod printed, with its paths as the configuration has them. */
  public seenFromWithin(text: string): string {
    return text.replaceAll(this.root, "");
  }

  /** Writes a file that only its owner reads, and returns its path. */
  public write(path: string, text: string): string {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
    chmodSync(path, 0o600);
    return path;
  }

  /** A script that runs the plugin in the pod's environment, wherever it is started; it returns the script's path. */
  public doorway(further: Readonly<Record<string, string>>): string {
    const path = join(this.folder, "enter");
    const env = Object.entries({ ...this.env, ...further }).map(([name, value]) => quoted(`${name}=${value}`));
    const kept = '"KUBERNETES_EXEC_INFO=${KUBERNETES_EXEC_INFO-}"';
    const command = quoted(join(this.folder, "bin", PLUGIN_COMMAND));
    writeFileSync(path, `#!/bin/sh\nexec env -i ${env.join(" ")} ${kept} ${command} "$@"\n`, { mode: 0o755 });
    return path;
  }

  /** What the source cloud's own machinery puts into pods. */
  private cloudVariables(lab: Lab, edge: Edge, identity: PodIdentity): Record<string, string> {
    const { native, token, bearer } = identity;
    // The service of a job or machine tells of itself, and of no service account.
    const isOwn = nativeSource(edge) === kindOf(edge.declaration.source).pluginSource;
    const always = token === undefined ? undefined : async () => await Promise.resolve(token);
    const mint = isOwn ? (identity.mint ?? always) : undefined;
    const secret = lab.metadata.register({ bearer, ...(native ? { native } : {}), ...(mint ? { mint } : {}) });
    const base = `${lab.metadata.address}/pods/${secret}`;
    // No pod asks the metadata server of the machine that the lab runs on.
    const servers = {
      GCE_METADATA_HOST: base,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${base}`,
      AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://${base}`,
    };
    switch (nativeSource(edge)) {
      case "github-actions":
        return {
          ...servers,
          ACTIONS_ID_TOKEN_REQUEST_URL: `http://${base}${GITHUB_PATH}?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
        };
      case STS_MINTED:
      case "eks-pod-identity":
        return {
          ...servers,
          AWS_REGION: LAB_REGION,
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${base}/v1/credentials`,
          AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: this.write(join(this.folder, "agent-token"), secret),
        };
      case "irsa":
        return {
          ...servers,
          AWS_ROLE_ARN: edge.declaration.principal,
          AWS_WEB_IDENTITY_TOKEN_FILE: this.write(join(this.folder, "irsa-token"), token ?? ""),
        };
      default: {
        const variable = flagOf(edge.request, "token-variable");
        return variable === undefined || token === undefined ? servers : { ...servers, [variable]: token };
      }
    }
  }
}

/**
 * What the stanza's command finds: it plays the mounts of a pod, so that a path of the stanza is looked for below the pod's
 * own root, and starts the plugin with everything else as it is.
 */
function shim(root: string, plugin: string): string {
  return `#!/bin/sh
root=${quoted(root)}
left=$#
last=
while [ "$left" -gt 0 ]; do
  arg=$1
  shift
  case $last in --token-file) set -- "$@" "$root$arg" ;; *) set -- "$@" "$arg" ;; esac
  last=$arg
  left=$((left - 1))
done
exec ${quoted(plugin)} "$@"
`;
}

/** Text as one word of a shell's command line. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
