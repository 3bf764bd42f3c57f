/**
 * What a client's document says of the trust that it uses: who acts, in which cluster, and with what access. The
 * constructs write it into kubeconfigs and Argo CD's secrets; `trust-mesh lab` reads it there and tries whether the clouds
 * say the same. It holds no secret, and clients pass over it. This file imports nothing.
 */

/** The kubeconfig context's extension that holds a declaration. */
export const DECLARATION_EXTENSION = "cdktf-trust-mesh";

/** The annotation of an Argo CD cluster secret that holds a list of declarations, as JSON. */
export const DECLARATIONS_ANNOTATION = "cdktf-trust-mesh/trusts";

/** The annotations of a binding that tell for whom it was made. */
export const SOURCE_CLUSTER_ANNOTATION = "cdktf-trust-mesh/source-cluster";
export const SOURCE_SUBJECT_ANNOTATION = "cdktf-trust-mesh/source-subject";

/** The annotation of a binding that names its cluster as `target.name` does. */
export const TARGET_ANNOTATION = "cdktf-trust-mesh/target-cluster";

/** One trust, as its client was promised it. */
export interface TrustDeclaration {
  readonly source: {
    /** The source cluster's construct id, for people. */
    readonly cluster: string;
    /** The `iss` of its tokens. */
    readonly issuer: string;
    /** The `sub` of its tokens; it ends in `*` for every service account of a namespace. */
    readonly subject: string;
    /** The service account's uid, where it was given. */
    readonly uid?: string;
  };
  readonly target: {
    /** The target cluster's construct id, for people. */
    readonly cluster: string;
    /** The target cluster's name in its cloud: an ARN, a full resource name, or a resource id. */
    readonly name: string;
    /** What was stated of the cluster's settings; the cluster's own resource counts before it where it is read. */
    readonly stated?: StatedSettings;
  };
  /** The one audience of the projected token; empty where none is projected. */
  readonly audience: string;
  /** What acts in the target's cloud: a role's ARN, an IAM member, or a service principal's object id. */
  readonly principal: string;
  /** The user's name that the API server sees; `{{SessionName}}` in it stands for the session's name. */
  readonly user: string;
  /** Groups that the API server sees, beside those of every authenticated user. */
  readonly groups: readonly string[];
  readonly access: readonly DeclaredAccess[];
  /** Cloud objects that the trust uses and does not make. */
  readonly adopted: readonly string[];
}

/** Settings of a cluster that decide who gets in, as they were stated; each is called as the cluster's attribute is. */
export interface StatedSettings {
  /** EKS: `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. */
  readonly authenticationMode?: string;
  /** AKS: whether Entra's tokens are accepted. */
  readonly entraIntegration?: boolean;
  /** AKS: whether Azure's role assignments decide. */
  readonly azureRbacEnabled?: boolean;
  /** AKS: whether the cluster has local accounts, which Entra knows nothing of. */
  readonly localAccounts?: boolean;
  /** GKE: whether the legacy authorizer decides beside RBAC. */
  readonly legacyAbac?: boolean;
}

/** One access of a trust. */
export interface DeclaredAccess {
  /** "ClusterRole" or "Role". */
  readonly kind: string;
  /** The role's name. */
  readonly role: string;
  /** Where; empty for the whole cluster. */
  readonly namespaces: readonly string[];
  /** Whether the cloud's own policy of that name realises it instead of a binding. */
  readonly cloudPolicy: boolean;
}
