import { IPluginFile } from "./plugin-config-map";
import { PLUGIN_INSTALL_SCRIPT } from "./plugin-install-script";
import { InitContainerJson, MountJson, VolumeJson } from "./pod-json";
import { isLiteral, problem } from "../../common";
import { PLUGIN_COMMAND } from "../../exec-contract";

/** Where the plugin's folder is mounted; the install script writes this path down. */
const PLUGIN_FOLDER = "/opt/trust-mesh";
/** Where the executable is mounted, in a folder that images have on PATH. */
const EXECUTABLE = `/usr/local/bin/${PLUGIN_COMMAND}`;
/** Where the init container sees the plugin's file. */
const FILE_FOLDER = "/opt/trust-mesh-file";
const FOLDER_VOLUME = "trust-mesh-plugin";
const FILE_VOLUME = "trust-mesh-plugin-file";
/** The image of the init container, unless another is asked for. */
const DEFAULT_IMAGE = "docker.io/library/node:22-bookworm-slim";
/** The user "node" of the official Node.js images. */
const DEFAULT_USER = 1000;

/** How the init container that brings the plugin is shaped. */
export interface PluginInitContainerOptions {
  /**
   * An image with Node.js 20.9 or newer, a POSIX shell and sha256sum; name it by digest to have the same one always.
   *
   * @default "docker.io/library/node:22-bookworm-slim"
   */
  readonly image?: string;
  /** `Always`, `IfNotPresent` or `Never`. @default - Kubernetes' own, by the image's tag */
  readonly imagePullPolicy?: string;
  /** The numeric user that the init container runs as; 0 leaves it to the pod. @default 1000 */
  readonly runAsUser?: number;
}

/** How the image volume that brings the plugin is shaped. */
export interface PluginImageVolumeOptions {
  /** `Always`, `IfNotPresent` or `Never`. @default - Kubernetes' own, by the image's tag */
  readonly pullPolicy?: string;
}

/** How the exec plugin gets into the containers that run it. Whichever way, clients find it on PATH by its bare name. */
export abstract class PluginDelivery {
  /**
   * An init container of a stock Node.js image copies its `node`, the libraries of it and the plugin's file into an
   * emptyDir of 512 MiB at most. The image of the pod needs a shell, and neither Node.js nor a writable root. The file's
   * SHA-256 is checked. A delivery is for pods of the namespace that has the ConfigMap.
   *
   * @param plugin the ConfigMap with the plugin's file
   * @param options how the init container is shaped
   */
  public static initContainer(plugin: IPluginFile, options: PluginInitContainerOptions = {}): PluginDelivery {
    return new InitContainerDelivery(plugin, options);
  }

  /**
   * An image volume, which needs Kubernetes 1.35, or 1.33 with the feature gate `ImageVolume`. docs/client-wiring.md has the
   * Dockerfile. The Terraform provider's own classes have no image volumes: use plain JSON.
   *
   * Kubernetes documentation: "Use an Image Volume With a Pod".
   *
   * @param reference the image, best by digest
   * @param options how the volume is shaped
   */
  public static imageVolume(reference: string, options: PluginImageVolumeOptions = {}): PluginDelivery {
    return new ImageVolumeDelivery(reference, options);
  }

  /** The pod's own image has the plugin on PATH already: nothing is mounted. */
  public static inImage(): PluginDelivery {
    return new NoDelivery();
  }

  /** @internal */
  public abstract _volumes(): VolumeJson[];
  /** @internal */
  public abstract _initContainers(): InitContainerJson[];
  /** @internal */
  public abstract _problems(): (string | undefined)[];

  /**
   * The mounts of a container that runs the plugin: the folder, and the one executable on PATH.
   * @internal
   */
  public _volumeMounts(): MountJson[] {
    return [
      { name: FOLDER_VOLUME, mountPath: PLUGIN_FOLDER, readOnly: true },
      { name: FOLDER_VOLUME, mountPath: EXECUTABLE, subPath: `bin/${PLUGIN_COMMAND}`, readOnly: true },
    ];
  }
}

class InitContainerDelivery extends PluginDelivery {
  public constructor(
    private readonly plugin: IPluginFile,
    private readonly options: PluginInitContainerOptions,
  ) {
    super();
  }

  public _volumes(): VolumeJson[] {
    return [
      { name: FOLDER_VOLUME, emptyDir: { sizeLimit: "512Mi" } },
      { name: FILE_VOLUME, configMap: { name: this.plugin.configMapName, defaultMode: 0o444 } },
    ];
  }

  public _initContainers(): InitContainerJson[] {
    const { image = DEFAULT_IMAGE, imagePullPolicy, runAsUser = DEFAULT_USER } = this.options;
    return [
      {
        name: FOLDER_VOLUME,
        image,
        ...(imagePullPolicy ? { imagePullPolicy } : {}),
        command: ["/bin/sh", "-c", PLUGIN_INSTALL_SCRIPT, "install"],
        args: [this.plugin.sha256, `${FILE_FOLDER}/${PLUGIN_COMMAND}`, PLUGIN_FOLDER],
        resources: { requests: { cpu: "50m", memory: "64Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          ...(runAsUser ? { runAsUser } : {}),
          seccompProfile: { type: "RuntimeDefault" },
        },
        volumeMounts: [
          { name: FOLDER_VOLUME, mountPath: PLUGIN_FOLDER },
          { name: FILE_VOLUME, mountPath: FILE_FOLDER, readOnly: true },
        ],
      },
    ];
  }

  public _problems(): (string | undefined)[] {
    const { image, imagePullPolicy, runAsUser = DEFAULT_USER } = this.options;
    return [
      imageProblem("image", image),
      pullPolicyProblem("imagePullPolicy", imagePullPolicy),
      Number.isInteger(runAsUser) && runAsUser >= 0
        ? undefined
        : problem(
            "runAsUser",
            `${runAsUser} is not a user's number`,
            "Give a whole number, or 0 to leave it to the pod",
          ),
    ];
  }
}

class ImageVolumeDelivery extends PluginDelivery {
  public constructor(
    private readonly reference: string,
    private readonly options: PluginImageVolumeOptions,
  ) {
    super();
  }

  public _volumes(): VolumeJson[] {
    const { pullPolicy } = this.options;
    return [{ name: FOLDER_VOLUME, image: { reference: this.reference, ...(pullPolicy ? { pullPolicy } : {}) } }];
  }

  public _initContainers(): InitContainerJson[] {
    return [];
  }

  public _problems(): (string | undefined)[] {
    return [imageProblem("reference", this.reference), pullPolicyProblem("pullPolicy", this.options.pullPolicy)];
  }
}

class NoDelivery extends PluginDelivery {
  public _volumes(): VolumeJson[] {
    return [];
  }
  public override _volumeMounts(): MountJson[] {
    return [];
  }
  public _initContainers(): InitContainerJson[] {
    return [];
  }
  public _problems(): (string | undefined)[] {
    return [];
  }
}

function imageProblem(property: string, image: string | undefined): string | undefined {
  if (!isLiteral(image) || /^[a-z0-9][^\s]*$/i.test(image)) return undefined;
  return problem(property, `"${image}" is not an image's name`, "Give registry/repository@sha256:… or :tag");
}

function pullPolicyProblem(property: string, policy: string | undefined): string | undefined {
  if (!isLiteral(policy) || ["Always", "IfNotPresent", "Never"].includes(policy)) return undefined;
  return problem(property, `"${policy}" is not a pull policy`, "Give Always, IfNotPresent or Never");
}
