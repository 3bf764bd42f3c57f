import { IConstruct } from "constructs";
import { SdkIdentity } from "./sdk/environment";
import { OidcSubject } from "../subjects";
import { ServiceDeclaration } from "../trust-declaration";

/** What the wiring of a pod has to know of a trust, into a cluster or into a cloud account. */
export interface ITrust extends IConstruct {
  /** Who is trusted. */
  readonly subject: OidcSubject;
  /** What acts in the target's cloud: a role's ARN, a member of Google's, or a service principal's object id. */
  readonly cloudPrincipal: string;
  /** The one audience that the projected token must have; empty where no token is projected. */
  readonly audience: string;
  /** Whether the pod needs a projected token of its own for this trust. */
  readonly usesProjectedToken: boolean;
  /** Whether access is taken away for the time being. */
  readonly suspended: boolean;
  /** What the token's folder is named after: the construct id of the cluster or account that trusts. */
  readonly destinationId: string;

  /**
   * What vendors' SDKs act as by this trust; undefined for a trust that only the exec plugin uses.
   *
   * @internal
   */
  _sdkIdentity?(tokenFile: string): SdkIdentity | undefined;

  /**
   * The Google service account whose tokens GKE's metadata server gives to pods, by an annotation of their service account;
   * undefined where this trust needs none.
   *
   * @internal
   */
  readonly _gkeServiceAccountEmail?: string;

  /**
   * What the pods are promised by this trust; undefined for a trust into a cluster, whose kubeconfig says it.
   *
   * @internal
   */
  _declaration?(): ServiceDeclaration;
}
