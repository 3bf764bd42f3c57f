/** What kind of static credential it is; each is one recognizer's. */
export type CredentialKind =
  | "aws-access-key"
  | "aws-credentials-file"
  | "azure-client-secret"
  | "azure-connection-string"
  | "azure-shared-access-signature"
  | "azure-storage-account-key"
  | "google-hmac-key"
  | "google-service-account-key"
  | "google-user-credentials"
  | "kubernetes-basic-auth"
  | "kubernetes-client-certificate"
  | "kubernetes-token";

/** What the credential opens. */
export type CredentialTarget = "aws" | "azure" | "google" | "cluster";

/** An object of Kubernetes, as a person would name it. */
export interface ObjectName {
  readonly kind: string;
  /** Empty for an object of the whole cluster, and for a file. */
  readonly namespace: string;
  readonly name: string;
}

/** Something that runs as a service account and gets the credential. */
export interface CredentialUser {
  readonly workload: ObjectName;
  readonly serviceAccount: string;
}

/** A static credential that was found. It says where, and never what: no value of a secret is kept. */
export interface StaticCredential {
  readonly kind: CredentialKind;
  readonly target: CredentialTarget;
  /** The object or file that holds it. */
  readonly holder: ObjectName;
  /** The entry of the object: a data key, a variable's name, a user of a kubeconfig. */
  readonly entry: string;
  /** What the credential says of itself that is no secret: a server's URL, a project, a tenant. */
  readonly about?: string;
  /** Who gets it, as far as the input tells. */
  readonly users: readonly CredentialUser[];
}

/** What a recognizer sees in a value. */
export interface Recognized {
  readonly kind: CredentialKind;
  readonly target: CredentialTarget;
  readonly about?: string;
}

/**
 * Tells one kind of static credential by an entry's name and value.
 *
 * @returns undefined where the value is none of the kind
 */
export type Recognizer = (name: string, value: string) => Recognized | undefined;
