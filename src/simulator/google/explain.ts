import { Reason } from "../answer";
import { CloudCluster } from "../clusters/cluster";
import { KubernetesUser } from "../kubernetes/user";
import { GoogleWorld } from "./read";

/** Google Cloud's roles realise no declared access, so that none of them should have given a right. */
export function explain(_google: GoogleWorld, _cluster: CloudCluster, _user: KubernetesUser): Reason | undefined {
  return undefined;
}
