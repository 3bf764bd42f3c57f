import { Resource } from "../../terraform";
import { AuthMap } from "../kubernetes/auth-maps";
import { Rbac } from "../kubernetes/rbac";
import { ClusterSetting } from "./setting";

/** Which endpoints of a cluster take users; undefined where its resource says nothing of one. */
export interface OpenEndpoints {
  readonly resource: Resource;
  readonly dns?: boolean;
  readonly ip?: boolean;
}

/** What a cloud knows of one of its clusters beside its name. */
export interface ClusterFacts {
  readonly kind: "eks" | "gke" | "aks";
  /** The Google Cloud project of a GKE cluster. */
  readonly project?: string;
  /** Which endpoints of a GKE cluster take users, as its own resource says. */
  readonly openEndpoints?: OpenEndpoints;
  /** Whether Azure decides too, in an AKS cluster. */
  readonly azureRbac?: boolean;
  /** The tenant whose tokens an AKS cluster takes, where its own resource says it. */
  readonly entraTenant?: string;
  /** The groups of Entra, by their object ids, that are administrators of an AKS cluster, where its own resource says it. */
  readonly entraAdmins?: readonly string[];
  /** What decides who gets in, as far as it is told. */
  readonly settings?: readonly ClusterSetting[];
  /** The ConfigMaps `aws-auth` of an EKS cluster. */
  readonly authMaps?: readonly AuthMap[];
}

/** A cluster as its cloud sees it. */
export interface CloudCluster extends ClusterFacts {
  /** Its name in its cloud: an ARN, a full resource name, or a resource id. */
  readonly name: string;
  /** The API server's URLs, as clients have them. */
  readonly servers?: readonly string[];
}

/** A cluster as its authorizers see it. */
export interface AuthorizingCluster extends CloudCluster {
  readonly rbac: Rbac;
}

/** A target cluster, as the declared edges and the configuration know it. */
export interface Cluster extends AuthorizingCluster {
  /** For people: the construct id. */
  readonly label: string;
  /** The API server's URLs, as clients have them. */
  readonly servers: readonly string[];
}
