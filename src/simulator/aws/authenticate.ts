import { Answer, granted, refused } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { becauseOf, settingIn } from "../clusters/setting";
import { EVERYONE_AUTHENTICATED, KubernetesUser } from "../kubernetes/user";
import { like } from "../nearest";
import { entryFault } from "./entry-fault";
import { AwsWorld } from "./read";
import { awsName } from "./name";
import { sessionArn } from "./session-caller";
import { AwsSession } from "./sts";

/**
 * The user that an EKS cluster sees in a role's session: the access entry of the role, which is found by the role's ARN
 * with its path, says user and groups; without a user_name EKS writes the session's ARN there. Without an entry the answer is
 * 401, never a user without rights; in the mode CONFIG_MAP there are no entries. The ConfigMap `aws-auth` counts in the modes that
 * have it, for roles without an entry.
 *
 * Amazon EKS documentation: "Create access entries", "Change authentication mode to use access entries".
 */
export function authenticate(
  world: AwsWorld,
  { name: cluster, settings, authMaps = [] }: CloudCluster,
  session: AwsSession,
): Answer<KubernetesUser> {
  const { role } = session;
  const mode = settingIn(settings, "authenticationMode");
  const entries = mode?.value === "CONFIG_MAP" ? [] : world.entriesOf(cluster);
  const mapped = mode?.value === "API" ? undefined : mappingOf(authMaps, session);
  if (mapped && !entries.some(({ principalArn }) => principalArn === role.arn)) {
    const { resource, userName: name, groups, line } = mapped;
    const because = { resource, argument: resource.type === "kubernetes_manifest" ? "manifest" : "data", line };
    const named = groups.map((group) => userName(group, role.account, session.sessionName));
    return granted("authentication", userOf(session, name, named), because);
  }
  if (mode?.value === "CONFIG_MAP") {
    const line = `the authentication mode of ${cluster} is CONFIG_MAP, which has no access entries`;
    return refused("authentication", "401", "Unauthorized", becauseOf(mode, line));
  }
  const entry = entries.find(({ principalArn }) => principalArn === role.arn);
  if (!entry) {
    const line = `no aws_eks_access_entry of ${cluster} has the principal_arn "${role.arn}"`;
    const found = world.nearestEntry(cluster, role.arn);
    return refused("authentication", "401", "Unauthorized", like({ line, argument: "principal_arn" }, found));
  }
  const fault = entryFault(entry);
  if (fault) return refused("authentication", "401", "Unauthorized", { resource: entry.resource, ...fault });
  const user = userOf(session, entry.userName || sessionArn({ role, sessionName: "{{SessionName}}" }), entry.groups);
  const line = `kubernetes_groups is ${JSON.stringify(entry.groups)}`;
  return granted("authentication", user, { resource: entry.resource, argument: "kubernetes_groups", line });
}

/**
 * What the ConfigMap `aws-auth` makes of a session's role: its ARNs have no path, and letter case makes no difference. A role without
 * a mapping whose account is listed is a user by its ARN, without a group.
 */
function mappingOf(maps: NonNullable<CloudCluster["authMaps"]>, { role }: AwsSession) {
  const { account } = role;
  const wanted = `arn:${role.partition}:iam::${account}:role/${role.name}`;
  for (const { resource, mappings } of maps) {
    const own = mappings.find(({ principalArn }) => principalArn.toLowerCase() === wanted.toLowerCase());
    const line = `aws-auth maps ${own?.principalArn} to the groups ${JSON.stringify(own?.groups)}`;
    if (own) return { ...own, resource, line };
  }
  const map = maps.find(({ accounts }) => accounts.includes(account));
  const line = `mapAccounts of aws-auth has ${account}`;
  return map && { userName: wanted, groups: [], resource: map.resource, line };
}

function userOf(session: AwsSession, template: string, groups: readonly string[]): KubernetesUser {
  const { role, sessionName } = session;
  return {
    name: userName(template, role.account, sessionName),
    groups: [...groups, EVERYONE_AUTHENTICATED],
    uid: `aws-iam-authenticator:${role.account}:${role.uniqueId}`,
    extra: {
      arn: [sessionArn(session)],
      canonicalArn: [`arn:${role.partition}:iam::${role.account}:role/${role.name}`],
      principalId: [role.uniqueId],
      sessionName: [sessionName],
    },
    cloudName: awsName(role.arn),
  };
}

/** Fills in an entry's user_name, or a user's name or a group of `aws-auth`. An `@` of a session's name becomes a dash, except in the raw form. */
export function userName(template: string, account: string, sessionName: string): string {
  return template
    .replaceAll("{{AccountID}}", account)
    .replaceAll("{{SessionNameRaw}}", sessionName)
    .replaceAll("{{SessionName}}", sessionName.replaceAll("@", "-"));
}
