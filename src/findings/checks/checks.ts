import { World } from "../../simulator";
import { accessKey } from "./aws/access-key";
import { adminRole } from "./aws/admin-role";
import { audienceNotRegistered } from "./aws/audience-not-registered";
import { audiencePattern } from "./aws/audience-pattern";
import { clusterIssuerWithoutSubject } from "./aws/cluster-issuer-without-subject";
import { cognitoUnauthenticated } from "./aws/cognito-unauthenticated";
import { cognitoWithoutPool } from "./aws/cognito-without-pool";
import { conditionOfAnotherIssuer } from "./aws/condition-other-issuer";
import { eksClusterAdmin } from "./aws/eks-cluster-admin";
import { eksMasters } from "./aws/eks-masters";
import { forAllValues } from "./aws/for-all-values";
import { gitHubAnyRef } from "./aws/github-any-ref";
import { gitHubAnyRepository } from "./aws/github-any-repository";
import { gitHubOwnerPrefix } from "./aws/github-owner-prefix";
import { ownerPrefix } from "./aws/owner-prefix";
import { gitHubPullRequest } from "./aws/github-pull-request";
import { googleWithoutAudience } from "./aws/google-without-audience";
import { iamRights } from "./aws/iam-rights";
import { ifExists } from "./aws/if-exists";
import { wildcardCompared } from "./aws/literal-wildcard";
import { missingAudience } from "./aws/missing-audience";
import { notPrincipal } from "./aws/not-principal";
import { openPrincipal } from "./aws/open-principal";
import { providerUnused } from "./aws/provider-unused";
import { providerUrl } from "./aws/provider-url";
import { roleChain } from "./aws/role-chain";
import { sessionNameUser } from "./aws/session-name-user";
import { sharedIssuerWithoutSubject } from "./aws/shared-issuer-without-subject";
import { subjectOfAnyNamespace } from "./aws/subject-any-namespace";
import { subjectOfNamespace } from "./aws/subject-whole-namespace";
import { subjectWildcard } from "./aws/subject-wildcard";
import { thumbprints } from "./aws/thumbprints";
import { trustPolicyLength } from "./aws/trust-policy-length";
import { basicRole } from "./google/basic-role";
import { clientCertificate } from "./google/client-certificate";
import { clusterWideGrant } from "./google/cluster-wide-grant";
import { conditionMissing } from "./google/condition-missing";
import { conditionOpen } from "./google/condition-open";
import { disabledPool } from "./google/disabled-pool";
import { iamAdminRole } from "./google/iam-admin-role";
import { googleIssuerForm } from "./google/issuer-form";
import { legacyAbac } from "./google/legacy-abac";
import { namespaceBlindGrant } from "./google/namespace-blind-grant";
import { poolWideGrant } from "./google/pool-wide-grant";
import { projectWideImpersonation } from "./google/project-wide-impersonation";
import { publicMember } from "./google/public-member";
import { recreatedCluster } from "./google/recreated-cluster";
import { serviceAccountKey } from "./google/service-account-key";
import { severalIssuers } from "./google/several-issuers";
import { sharedConditionMissing } from "./google/shared-condition-missing";
import { subjectLength } from "./google/subject-length";
import { subjectMutable } from "./google/subject-mutable";
import { azureAudience } from "./azure/audience";
import { clientSecret } from "./azure/client-secret";
import { credentialLimit } from "./azure/credential-limit";
import { customRoleAny } from "./azure/custom-role-any";
import { azureFlexibleWide } from "./azure/flexible-wide";
import { azureIssuerForm } from "./azure/issuer-form";
import { localAccounts } from "./azure/local-accounts";
import { privilegedRole } from "./azure/privileged-role";
import { azurePullRequest } from "./azure/pull-request";
import { azureSubjectWildcard } from "./azure/subject-wildcard";
import { anonymous } from "./kubernetes/anonymous";
import { audienceOfAnother } from "./kubernetes/audience-of-another";
import { clusterAdmin } from "./kubernetes/cluster-admin";
import { defaultServiceAccount } from "./kubernetes/default-service-account";
import { escalatingVerbs } from "./kubernetes/escalating-verbs";
import { shadowedIdentity } from "./kubernetes/shadowed-identity";
import { tokenSecret } from "./kubernetes/token-secret";
import { Finding } from "../finding";
import { Check, CheckFinding, Hit } from "./check";
import { DECLARED_TRUSTS, gapsOfDeclaredTrusts } from "./declared-trusts";
import { unknownPolicies } from "./unknown-policies";

/** Every check, by cloud and then by severity: the order of the documentation. */
export const CHECKS: readonly Check[] = [
  cognitoWithoutPool,
  gitHubOwnerPrefix,
  ownerPrefix,
  googleWithoutAudience,
  openPrincipal,
  sharedIssuerWithoutSubject,
  subjectWildcard,
  adminRole,
  forAllValues,
  iamRights,
  ifExists,
  clusterIssuerWithoutSubject,
  notPrincipal,
  subjectOfAnyNamespace,
  eksClusterAdmin,
  sessionNameUser,
  eksMasters,
  accessKey,
  missingAudience,
  audienceNotRegistered,
  audiencePattern,
  cognitoUnauthenticated,
  conditionOfAnotherIssuer,
  gitHubAnyRepository,
  gitHubPullRequest,
  providerUrl,
  roleChain,
  gitHubAnyRef,
  wildcardCompared,
  providerUnused,
  subjectOfNamespace,
  trustPolicyLength,
  thumbprints,
  conditionOpen,
  sharedConditionMissing,
  basicRole,
  iamAdminRole,
  namespaceBlindGrant,
  poolWideGrant,
  clusterWideGrant,
  projectWideImpersonation,
  publicMember,
  severalIssuers,
  legacyAbac,
  conditionMissing,
  googleIssuerForm,
  serviceAccountKey,
  subjectMutable,
  clientCertificate,
  disabledPool,
  subjectLength,
  recreatedCluster,
  customRoleAny,
  azureFlexibleWide,
  privilegedRole,
  localAccounts,
  clientSecret,
  azureIssuerForm,
  azurePullRequest,
  azureAudience,
  credentialLimit,
  azureSubjectWildcard,
  anonymous,
  clusterAdmin,
  escalatingVerbs,
  tokenSecret,
  shadowedIdentity,
  audienceOfAnother,
  defaultServiceAccount,
  ...DECLARED_TRUSTS,
];

/** What was found, and what could not be judged. */
export interface Checked {
  readonly findings: readonly CheckFinding[];
  readonly unknown: readonly Hit[];
  /** What the lab's rules cannot tell of declared trusts. */
  readonly gaps: readonly Finding[];
}

/**
 * What every check finds in a world that was read with `keepsUnknown`.
 *
 * @param now seconds since 1970
 */
export function checked(world: World, now: number): Checked {
  return {
    findings: CHECKS.flatMap((check) => check.find(world, now).map((hit) => ({ ...hit, check }))),
    unknown: unknownPolicies(world),
    gaps: gapsOfDeclaredTrusts(world, now),
  };
}
