import { ExistingIdentityOptions } from "../accounts";

/**
 * A role of the SOURCE account that the pods of a service account have already. A target EKS cluster can name it in its
 * access entry, so no token is exchanged and nothing is made in the target's IAM.
 *
 * Amazon EKS documentation: "Learn how EKS Pod Identity grants pods access to AWS services", "IAM roles for service
 * accounts".
 */
export class EksSourceRole {
  /**
   * A role that EKS Pod Identity gives to the service account's pods.
   *
   * @param roleArn the role's ARN; a token is allowed
   * @param options what addresses are made of where it is one
   */
  public static podIdentity(roleArn: string, options: ExistingIdentityOptions = {}): EksSourceRole {
    return new EksSourceRole(roleArn, "eks-pod-identity", options.addressedAs);
  }

  /**
   * A role that the service account's pods assume by IAM roles for service accounts (IRSA).
   *
   * @param roleArn the role's ARN; a token is allowed
   * @param options what addresses are made of where it is one
   */
  public static irsa(roleArn: string, options: ExistingIdentityOptions = {}): EksSourceRole {
    return new EksSourceRole(roleArn, "irsa", options.addressedAs);
  }

  private constructor(
    /** The role's ARN. */
    public readonly roleArn: string,
    /** The plugin's name of the way in which pods get the role. */
    public readonly pluginSource: string,
    /** The ARN of which addresses are made, where `roleArn` is a token. */
    public readonly addressedAs?: string,
  ) {}
}
