import { IClusterTrust } from "../i-cluster-trust";
import { tokenFile } from "../token-file";
import { PLUGIN_COMMAND, PLUGIN_PACKAGE, withApiVersion } from "../../exec-contract";

/** The versions of the exec credential API that clients speak. */
export enum ExecApiVersion {
  /** Since Kubernetes 1.22. */
  V1 = "client.authentication.k8s.io/v1",
  /** For clients that do not know v1. */
  V1BETA1 = "client.authentication.k8s.io/v1beta1",
}

/** How the exec stanza is shaped; the defaults suit every delivery of the plugin that this library makes. */
export interface ExecCredentialOptions {
  /** What the client and the plugin speak. @default ExecApiVersion.V1 */
  readonly apiVersion?: ExecApiVersion;
  /**
   * What is run: a bare name, which clients look for on PATH, or an absolute path.
   *
   * @default "trust-mesh-auth"
   */
  readonly command?: string;
  /** Environment variables of the plugin, by name. They are written down in clear text. @default - none */
  readonly environment?: { [name: string]: string };
  /** What clients print when a bare command is not on PATH. @default - how to install the plugin */
  readonly installHint?: string;
  /** Whether the client tells the plugin of the cluster. Argo CD before 3.5 cannot. @default false */
  readonly provideClusterInfo?: boolean;
}

const INSTALL_HINT = `${PLUGIN_COMMAND} is not on PATH. Install it with "npm install --global ${PLUGIN_PACKAGE}", or mount it as docs/client-wiring.md of cdktf-trust-mesh shows.`;

/**
 * What a client runs to act by a trust: the exec stanza of a kubeconfig. It holds no secret, and every value may
 * be unknown until apply. `apiVersion`, `command` and `args` suit the `exec` block of a Terraform provider as well; not so
 * `env`, whose names CDKTF would write in lower case there.
 *
 * Kubernetes documentation: "Authenticating", section "client-go credential plugins".
 */
export class ExecCredential {
  /** The stanza of a trust; the projected token is where `PodWiring` mounts it. */
  public static of(trust: IClusterTrust, options: ExecCredentialOptions = {}): ExecCredential {
    return new ExecCredential(trust, options);
  }

  /** `client.authentication.k8s.io/v1`, unless another version was asked for. */
  public readonly apiVersion: string;
  /** The plugin's command. */
  public readonly command: string;
  /** The plugin's arguments. */
  public readonly args: string[];
  /** Environment variables, where some were asked for. */
  public readonly env?: { [name: string]: string };
  /** Always `Never`: the plugin asks nobody. */
  public readonly interactiveMode: string = "Never";
  /** What clients print when the command is not on PATH. */
  public readonly installHint: string;
  /** Whether the client tells the plugin of the cluster. */
  public readonly provideClusterInfo: boolean;

  private constructor(trust: IClusterTrust, options: ExecCredentialOptions) {
    this.apiVersion = options.apiVersion ?? ExecApiVersion.V1;
    this.command = options.command ?? PLUGIN_COMMAND;
    this.args = withApiVersion(trust.execArguments(tokenFile(trust)), this.apiVersion);
    this.env = options.environment;
    this.installHint = options.installHint ?? INSTALL_HINT;
    this.provideClusterInfo = options.provideClusterInfo ?? false;
  }

  /** The stanza as a kubeconfig's user has it below `exec`. */
  public toKubeconfig(): object {
    const { apiVersion, command, args, interactiveMode, installHint, provideClusterInfo } = this;
    const env = Object.entries(this.env ?? {}).map(([name, value]) => ({ name, value }));
    return {
      apiVersion,
      command,
      args,
      ...(env.length ? { env } : {}),
      interactiveMode,
      installHint,
      provideClusterInfo,
    };
  }

  /** The stanza as Argo CD's cluster secret has it below `execProviderConfig`. */
  public toArgoCd(): object {
    const { apiVersion, command, args, env, installHint, provideClusterInfo } = this;
    const told = provideClusterInfo ? { provideClusterInfo } : {};
    return { command, args, ...(env ? { env } : {}), apiVersion, installHint, ...told };
  }
}
