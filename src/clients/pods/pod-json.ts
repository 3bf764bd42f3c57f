import { refusal } from "../../common";
import type {
  DeploymentV1SpecTemplateSpecContainerEnv,
  DeploymentV1SpecTemplateSpecContainerVolumeMount,
  DeploymentV1SpecTemplateSpecInitContainer,
  DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";

/** A projected service account token, as Kubernetes has it. */
export interface TokenSourceJson {
  readonly serviceAccountToken: {
    readonly audience: string;
    readonly expirationSeconds: number;
    readonly path: string;
  };
}

/** The volumes that pods of this library need, as Kubernetes has them. */
export interface VolumeJson {
  readonly name: string;
  readonly projected?: { readonly defaultMode: number; readonly sources: TokenSourceJson[] };
  readonly configMap?: { readonly name: string; readonly defaultMode: number };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit: string };
  readonly image?: { readonly reference: string; readonly pullPolicy?: string };
}

/** A mount, as Kubernetes and the Terraform provider have it. */
export interface MountJson {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
}

/** The init container of this library, as Kubernetes has it. */
export interface InitContainerJson {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy?: string;
  readonly command: string[];
  readonly args: string[];
  readonly resources: { readonly requests: { readonly [resource: string]: string } };
  readonly securityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly capabilities: { readonly drop: string[] };
    readonly readOnlyRootFilesystem: boolean;
    readonly runAsNonRoot: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile: { readonly type: string };
  };
  readonly volumeMounts: MountJson[];
}

/** An environment variable, as Kubernetes and the Terraform provider have it. */
export interface VariableJson {
  readonly name: string;
  readonly value: string;
}

/** The part of a pod that is not a container's, as Kubernetes has it. */
export interface PodJson {
  readonly serviceAccountName: string;
  readonly volumes: VolumeJson[];
  readonly initContainers?: InitContainerJson[];
}

/** The part of a container, as Kubernetes has it. */
export interface ContainerJson {
  readonly volumeMounts: MountJson[];
  readonly env?: VariableJson[];
}

/** The provider's form of a volume. */
export function providerVolume(volume: VolumeJson): DeploymentV1SpecTemplateSpecVolume {
  const { name, projected, configMap, emptyDir, image } = volume;
  if (image) {
    throw refusal(
      `PodWiring volumes: the Terraform provider has no image volumes, and "${name}" is one. Use the fields of toPodJson, or deliver the plugin by an init container.`,
      "image-volume",
    );
  }
  if (projected) {
    return { name, projected: [{ defaultMode: octal(projected.defaultMode), sources: projected.sources }] };
  }
  if (configMap) return { name, configMap: { name: configMap.name, defaultMode: octal(configMap.defaultMode) } };
  return { name, emptyDir };
}

/** The provider's form of a mount. */
export function providerMount(mount: MountJson): DeploymentV1SpecTemplateSpecContainerVolumeMount {
  return { ...mount };
}

/** The provider's form of an init container. */
export function providerInitContainer(container: InitContainerJson): DeploymentV1SpecTemplateSpecInitContainer {
  const { volumeMounts, securityContext, ...rest } = container;
  const runAsUser = securityContext.runAsUser?.toString();
  return { ...rest, securityContext: { ...securityContext, runAsUser }, volumeMount: volumeMounts.map(providerMount) };
}

/** The provider's form of a variable. */
export function providerVariable(variable: VariableJson): DeploymentV1SpecTemplateSpecContainerEnv {
  return { ...variable };
}

/** Kubernetes counts file modes as numbers, the provider as octal text. */
function octal(mode: number): string {
  return `0${mode.toString(8)}`;
}
