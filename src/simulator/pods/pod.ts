import { Provider, Resource } from "../../terraform";

/** A pod as a workload, a manifest or Helm values describe it. */
export interface Pod {
  readonly resource: Resource;
  readonly argument: string;
  /** The provider of the cluster that it runs in; undefined where nothing tells it. */
  readonly provider?: Provider;
  /** Undefined in a part of a pod, which is applied wherever its author likes. */
  readonly namespace?: string;
  readonly serviceAccount: string;
  /** Whether it says that it has, or has not, the token for its own API server. */
  readonly automount?: boolean;
  readonly volumes: readonly Volume[];
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  /** Whether a chart or a person adds volumes and containers to what is here. */
  readonly isPart: boolean;
}

/** A container, as far as it decides which files and variables its process has. */
export interface Container {
  readonly name: string;
  /** Those of whole objects first, without the ones that its own replace. */
  readonly variables: readonly PodVariable[];
  /** Objects that were not read, of which each key is a variable. */
  readonly unread: readonly UnreadVariables[];
  readonly mounts: readonly Mount[];
  readonly command: readonly string[];
  readonly args: readonly string[];
}

/** A variable; without a value where it comes from elsewhere: what is in a Secret is in no report. */
export interface PodVariable {
  readonly name: string;
  readonly value?: string;
  /** The object that it is a key of, for people. */
  readonly from?: string;
}

/** A whole object whose keys are variables of a container, and that was not read. */
export interface UnreadVariables {
  readonly prefix: string;
  readonly reason: string;
}

/** A volume in a container. */
export interface Mount {
  readonly volume: string;
  readonly path: string;
  readonly subPath?: string;
  readonly isReadOnly: boolean;
}

/** A volume and what is in it. */
export interface Volume {
  readonly name: string;
  /** The mode of its files: a number in Kubernetes, octal text in the Terraform provider. */
  readonly mode?: number | string;
  /** Where an empty folder is kept and how large it gets, where that is said. */
  readonly medium?: string;
  readonly sizeLimit?: string;
  readonly sources: readonly VolumeSource[];
}

/** One source of a volume. */
export type VolumeSource =
  | {
      readonly kind: "token";
      readonly audience?: string;
      readonly seconds: number;
      readonly path: string;
    }
  | {
      readonly kind: "object";
      readonly of: "ConfigMap" | "Secret";
      readonly name: string;
      /** The keys that are files, and their paths; every key by its own name unless given. */
      readonly items?: readonly { readonly key: string; readonly path: string }[];
      readonly isOptional: boolean;
    }
  /** A folder that is empty when the pod starts. */
  | { readonly kind: "empty" }
  /** What is not known. */
  | { readonly kind: "opaque" };

/** A pod's name for people: its namespace, where it is known, and its service account. */
export function accountOf({ namespace, serviceAccount }: Pod): string {
  return namespace === undefined ? serviceAccount : `${namespace}/${serviceAccount}`;
}

/** The value that a container has of a variable: the last one of its name; undefined where it has none, or from elsewhere. */
export function valueOf({ variables }: Container, name: string): string | undefined {
  return variables.filter((one) => one.name === name).at(-1)?.value;
}
