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

/** The annotation, and the field of a document, that holds a list of declarations of services, as JSON. */
export const SERVICES_ANNOTATION = "cdktf-trust-mesh/services";

/** One trust, as its client was promised it. */
export interface TrustDeclaration {
  readonly source: {
    /** The source cluster's construct id, for people. */
    readonly cluster: string;
    /** The `iss` of its tokens. */
    readonly issuer: string;
    /** The `sub` of its tokens; it ends in `*` for every service account of a namespace. */
    readonly subject: string;
    /** The source cluster's name in its cloud, an ARN, where that cloud gives pods their identity by the cluster: EKS Pod Identity. */
    readonly name?: string;
    /** The service account's uid, where it was given. */
    readonly uid?: string;
    /**
     * The issuer's keys that were given to be uploaded: their RFC 7638 thumbprints by their ids. Empty where the keys are known at
     * apply alone; undefined where none were given.
     */
    readonly keys?: { readonly [kid: string]: string };
  };
  readonly target: {
    /** The target cluster's construct id, for people. */
    readonly cluster: string;
    /** The target cluster's name in its cloud: an ARN, a full resource name, or a resource id. */
    readonly name: string;
    /** The API server's URL by the app that wrote the document: the document's own is another where it was changed since. */
    readonly server?: string;
    /** What was stated of the cluster's settings; the cluster's own resource counts before it where it is read. */
    readonly stated?: StatedSettings;
    /** GKE: the role that looks the cluster up, where it is another than clusterViewer; empty where none is granted. */
    readonly lookupRole?: string;
  };
  /** The one audience of the projected token; empty where none is projected. */
  readonly audience: string;
  /** What acts in the target's cloud: a role's ARN, an IAM member, or a service principal's object id. */
  readonly principal: string;
  /** The user's name that the API server sees; `{{SessionName}}` in it stands for the session's name. */
  readonly user: string;
  /** Groups that the API server sees, beside those of every authenticated user. */
  readonly groups: readonly string[];
  /** What was granted; nothing while the trust is suspended. */
  readonly access: readonly DeclaredAccess[];
  /** Cloud objects that the trust uses and does not make. */
  readonly adopted: readonly string[];
  /**
   * Azure: the object ids of those who may change the application that acts, and by that act as it; undefined where no application
   * was made.
   */
  readonly owners?: readonly string[];
  /** Whether access is taken away for the time being: its service account must not get in. */
  readonly suspended?: boolean;
  /** The first instant at which credentials are issued, and the first at which they no longer are: RFC 3339. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/**
 * Settings of a cluster that decide who gets in, as they were stated; each is called as the cluster's attribute is, but `localAccounts`,
 * which is the opposite of `localAccountDisabled`.
 */
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
  /** What the role permits, where the app that wrote the document makes the role. */
  readonly rules?: readonly DeclaredRule[];
}

/** A rule of a role, as Kubernetes writes it. */
export interface DeclaredRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** The clouds whose services pods use. */
export type ServiceCloud = "aws" | "google" | "azure";

/** One trust into an account, as its pods were promised it. */
export interface ServiceDeclaration {
  readonly source: TrustDeclaration["source"];
  readonly account: {
    /** The account's construct id, for people. */
    readonly name: string;
    readonly cloud: ServiceCloud;
    /** The account's id, the project's id or the subscription's id; empty where it is not known. */
    readonly id: string;
  };
  /** The one audience of the projected token; empty where none is projected. */
  readonly audience: string;
  /** What acts in the account: a role's ARN, an IAM member, or a service principal's object id. */
  readonly principal: string;
  /** What the vendor's SDK is told to exchange the token, by the names that the plugin's flags have. */
  readonly client: { readonly [flag: string]: string };
  /** What was granted; nothing while the trust is suspended. */
  readonly grants: readonly DeclaredGrant[];
  /** Cloud objects that the trust uses and does not make. */
  readonly adopted: readonly string[];
  /**
   * Azure: the object ids of those who may change the application that acts, and by that act as it; undefined where no application
   * was made.
   */
  readonly owners?: readonly string[];
  /** Whether a webhook wires the pods, by annotations that stand beside this one on their service account. */
  readonly byWebhook?: boolean;
  /** Whether access is taken away for the time being: its service account must not get in. */
  readonly suspended?: boolean;
  /** The first instant at which the identity is given, and the first at which it no longer is: RFC 3339. */
  readonly validFrom?: string;
  readonly validUntil?: string;
}

/** One access to services of an account. */
export interface DeclaredGrant {
  /** The access in a few words, for people. */
  readonly words: string;
  /** AWS: the actions. */
  readonly actions?: readonly string[];
  /** Google Cloud: the role's full name. Azure: the role's id or name. AWS: a managed policy's ARN. */
  readonly role?: string;
  /** ARNs, full resource names, or scopes; empty where a managed policy says them. */
  readonly resources: readonly string[];
  /** AWS: conditions beside the times. */
  readonly conditions?: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
  /** Google Cloud: the beginning of the objects' names. */
  readonly prefix?: string;
  /** The first instant at which it holds, and the first at which it no longer does: RFC 3339. */
  readonly from?: string;
  readonly until?: string;
}
