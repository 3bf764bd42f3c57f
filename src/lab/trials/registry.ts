import { anotherAudience } from "./another-audience";
import { anotherClustersKey } from "./another-clusters-key";
import { anotherNamespace } from "./another-namespace";
import { anotherServiceAccount } from "./another-service-account";
import { anyUser } from "./any-user";
import { exactAccess } from "./exact-access";
import { expiredToken } from "./expired-token";
import { furtherAudience } from "./further-audience";
import { identitiesFromElsewhere } from "./identities-from-elsewhere";
import { listsWhereAllowed, listsWhereRefused } from "./lists-pods";
import { noToken } from "./no-token";
import { otherCallers } from "./other-callers";
import { otherServiceAccount, undeclaredServiceAccount } from "./other-service-accounts";
import { ownIdentityTrial } from "./own-identity";
import { poolMembers } from "./pool-members";
import { replayedToken } from "./replayed-token";
import { strangersIssuer } from "./strangers-issuer";
import { strangersKey } from "./strangers-key";
import { Trial } from "./trial";

/** Every trial, in the order in which its results are told. */
export const TRIALS: readonly Trial[] = [
  ownIdentityTrial,
  exactAccess,
  listsWhereAllowed,
  listsWhereRefused,
  noToken,
  anotherNamespace,
  anotherServiceAccount,
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
