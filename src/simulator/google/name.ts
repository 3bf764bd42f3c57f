import { CloudName, KubernetesUser } from "../kubernetes/user";
import { Principal } from "./principal";

/** Google Cloud knows a user by the principal. */
export interface GoogleName extends CloudName {
  readonly cloud: "google";
  readonly principal: Principal;
}

export function googleName(principal: Principal): GoogleName {
  return { cloud: "google", principal };
}

/** The principal that a user is; undefined for a user of another cloud. */
export function principalOfUser({ cloudName }: Pick<KubernetesUser, "cloudName">): Principal | undefined {
  return cloudName.cloud === "google" ? (cloudName as GoogleName).principal : undefined;
}
