import { exactSubject, ExternalSubject } from "./external-subject";
import { GoogleIssuer } from "./google-issuer";
import { isLiteral, problem } from "../common";
import { GOOGLE_UNIQUE_ID_FORM } from "../vendor/issuers/clouds";

/**
 * Google service accounts as subjects of trusts into AWS and Azure: of a VM, of Cloud Run, or of a GKE pod by Workload
 * Identity Federation for GKE. Their ID tokens are of Google's one issuer; the exec plugin asks the metadata server for them
 * (`--source google-id-token`). Nothing is created at the source.
 *
 * AWS knows Google without a registration: its role names `accounts.google.com` as principal, and compares the token's `azp`
 * and `sub` with the account's unique id and the token's audience as `oaud`.
 *
 * @see https://cloud.google.com/compute/docs/instances/verifying-instance-identity "Verify the identity of VMs"
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 * "Available keys for AWS OIDC federation", IAM User Guide
 *
 * @example
 *
 * const vm = GoogleIdentity.serviceAccount("build-vm", "103456789012345678901");
 * mesh.allow(vm, eks, ClusterAccess.view());
 */
export class GoogleIdentity {
  /**
   * A Google service account.
   *
   * @param name what tells it in addresses and names: 1 to 100 letters, digits, dots, dashes and underscores
   * @param uniqueId its unique id, a number of 21 digits, which is never given again: `google_service_account.unique_id`.
   * A token is allowed
   */
  public static serviceAccount(name: string, uniqueId: string): ExternalSubject {
    return exactSubject(GoogleIssuer.only(), uniqueId, { name, refusal: () => problemOf(name, uniqueId) });
  }

  private constructor() {
    // Its method is all there is.
  }
}

function problemOf(name: string, uniqueId: string): string | undefined {
  if (!isLiteral(name) || !/^[\w.-]{1,100}$/.test(name)) {
    return problem(
      "name",
      `"${isLiteral(name) ? name : "a token"}" is no name`,
      "Give 1 to 100 letters, digits, dots, dashes and underscores",
    );
  }
  if (!isLiteral(uniqueId) || GOOGLE_UNIQUE_ID_FORM.test(uniqueId)) return undefined;
  const way =
    "Give what `gcloud iam service-accounts describe` shows as uniqueId: an e-mail can be given to another account";
  return problem("uniqueId", `"${uniqueId}" is not a service account's unique id`, way);
}
