import { roleArnOf } from "../aws/name";
import { objectIdOf } from "../azure/name";
import { principalOfUser } from "../google/name";
import { memberOf } from "../google/principal";
import { KubernetesUser } from "../kubernetes/user";

/** What acts as a user in its cloud, as declarations write it: a role's ARN, an IAM member, or an object id. */
export function principalIn(user: Pick<KubernetesUser, "cloudName">): string | undefined {
  const principal = principalOfUser(user);
  return roleArnOf(user) ?? objectIdOf(user) ?? (principal && memberOf(principal));
}
