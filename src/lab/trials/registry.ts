import { anotherAudience } from "./another-audience";
import { anotherClustersKey } from "./another-clusters-key";
import { anotherNamespace } from "./another-namespace";
import { anotherServiceAccount } from "./another-service-account";
import { anotherSubject } from "./another-subject";
import { anyUser } from "./any-user";
import { exactAccess } from "./exact-access";
import { expiredToken } from "./expired-token";
import { furtherAudience } from "./further-audience";
import { identitiesFromElsewhere } from "./identities-from-elsewhere";
import { listsWhereAllowed, listsWhereRefused } from "./lists-pods";
import { otherCallers } from "./other-callers";
import { isOutsideItsTime, outsideItsTime } from "./outside-its-time";
import { otherServiceAccount, undeclaredServiceAccount } from "./other-service-accounts";
import { ownIdentityTrial } from "./own-identity";
import { poolMembers } from "./pool-members";
import { replayedToken } from "./replayed-token";
import { anotherCloudsToken } from "./services/another-clouds-token";
import { exactActions } from "./services/exact-actions";
import { nextPrefix } from "./services/next-prefix";
import { nextResource } from "./services/next-resource";
import { nextVerb } from "./services/next-verb";
import { otherIdentities } from "./services/other-identities";
import { serviceIdentity } from "./services/service-identity";
import { serviceOutsideItsTime } from "./services/outside-its-time";
import { suspendedService } from "./services/suspended-service";
import { webhookDown } from "./services/webhook-down";
import { webhookLabel } from "./services/webhook-label";
import { webhookPod } from "./services/webhook-pod";
import { strangersIssuer } from "./strangers-issuer";
import { strangersKey } from "./strangers-key";
import { suspendedTrial } from "./suspended";
import { Trial } from "./trial";
import { Edge } from "../../simulator";

/** Every trial of edges into clusters, in the order in which its results are told. */
const CLUSTER_TRIALS: readonly Trial[] = [
  ownIdentityTrial,
  suspendedTrial,
  outsideItsTime,
  exactAccess,
  listsWhereAllowed,
  listsWhereRefused,
  anotherNamespace,
  anotherServiceAccount,
  anotherSubject,
  anotherAudience,
  furtherAudience,
  expiredToken,
  anotherClustersKey,
  strangersKey,
  strangersIssuer,
  undeclaredServiceAccount,
  otherServiceAccount,
  poolMembers,
  otherCallers,
  anyUser,
  identitiesFromElsewhere,
  replayedToken,
];

/** Every trial of edges to services. */
const SERVICE_TRIALS: readonly Trial[] = [
  serviceIdentity,
  webhookPod,
  webhookDown,
  webhookLabel,
  suspendedService,
  serviceOutsideItsTime,
  exactActions,
  nextResource,
  nextPrefix,
  nextVerb,
  anotherNamespace,
  anotherServiceAccount,
  anotherAudience,
  furtherAudience,
  anotherCloudsToken,
  expiredToken,
  anotherClustersKey,
  strangersKey,
  strangersIssuer,
  undeclaredServiceAccount,
  otherServiceAccount,
  poolMembers,
  otherCallers,
  otherIdentities,
];

/** Whether an edge must not be reached now. */
export function staysOut(edge: Edge, now: number): boolean {
  return edge.declaration.suspended === true || isOutsideItsTime(edge, now);
}

/** The trials of an edge: one that must stay out is tried for that, and not for what it reaches. */
export function trialsOf(edge: Edge, now: number): readonly Trial[] {
  const mustStayOut = staysOut(edge, now);
  const trials = edge.service ? SERVICE_TRIALS : CLUSTER_TRIALS;
  return trials.filter(({ code, category }) =>
    code === suspendedTrial.code ? mustStayOut : !mustStayOut || category !== "own",
  );
}
