/** The kinds of cloud object that get a name of ours. */
export enum NamedKind {
  /** An IAM role. */
  AWS_ROLE = "aws-role",
  /** A workload identity pool. */
  GCP_POOL = "gcp-pool",
  /** A Google service account. */
  GCP_SERVICE_ACCOUNT = "gcp-service-account",
  /** A user-assigned managed identity. */
  AZURE_IDENTITY = "azure-identity",
}

/** What a name is asked for. */
export interface NameRequest {
  /** The kind of object. */
  readonly kind: NamedKind;
  /** Readable parts, which together tell what the object is for: the source's key, namespace and name, for instance. */
  readonly parts: string[];
  /** The name that is taken unless another is given. */
  readonly defaultName: string;
  /** How many characters a name may have. */
  readonly maxLength: number;
}

/**
 * Names cloud objects by a scheme of your own. Names must differ for different parts, follow from the request alone, and
 * stay: another name replaces the object.
 */
export interface INaming {
  /**
   * The name of an object.
   *
   * @param request what the name is for
   */
  nameOf(request: NameRequest): string;
}
