import { Check } from "../check";
import { issuerKindOf } from "../support/issuers";
import { isBoundToSubject } from "../support/subjects";
import { statementOf, TRUST, webIdentityTrusts } from "../support/web-identity";

/** A role that every service account of a cluster may assume. */
export const clusterIssuerWithoutSubject: Check = {
  code: "aws-issuer-without-subject",
  severity: "high",
  title: "A role trusts every subject of an issuer",
  gain: "Every service account of the cluster can assume the role, and so can every user who may create pods in any namespace.",
  fix: 'Compare the subject with StringEquals: "<issuer>:sub": "system:serviceaccount:NAMESPACE:NAME".',
  page: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
  find: (world) =>
    webIdentityTrusts(world)
      .filter((trust) => issuerKindOf(trust.issuer).kind !== "shared" && !isBoundToSubject(trust))
      .map((trust) => ({
        resource: trust.role,
        argument: TRUST,
        reason: `${statementOf(trust)} has no condition on the subject, so it trusts every token of ${trust.issuer || trust.provider}`,
      })),
};
