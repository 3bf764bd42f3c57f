import {
  accountObjects,
  Container,
  fileAt,
  isSameCluster,
  OWN_TOKEN_FILE,
  Pod,
  ProjectedToken,
  World,
} from "../../simulator";

/** What a container has where a client reads its token: a token, a reason why there is none, or nothing that is known. */
export interface TokenFile {
  readonly token?: ProjectedToken;
  readonly fault?: string;
  /** Why it is not known, in a part of a pod. */
  readonly unread?: string;
}

/** Where the clouds' webhooks mount tokens, which no manifest shows. */
const OF_WEBHOOKS = /^\/var\/run\/secrets\/(eks\.amazonaws\.com\/serviceaccount|azure\/(tokens|wi\/token))\//;

/** The token of a container at a path. */
export function tokenFileAt(world: World, pod: Pod, container: Container, path: string): TokenFile {
  const file = fileAt(world.configuration, pod, container, path);
  switch (file.kind) {
    case "token":
      if (file.mount.subPath === undefined) return { token: file.token };
      return { token: file.token, fault: `${path} is mounted by a subPath, so that it is never renewed` };
    case "stored":
      return { fault: `${path} is the key ${file.key} of a ${file.files.kind}, and no token that is renewed` };
    case "nothing":
      return { fault: `${path} is not there: ${file.reason}` };
    case "unknown":
      if (OF_WEBHOOKS.test(path)) return {};
      if (pod.isPart) return { unread: file.reason };
      if (file.isMounted) return {};
      if (path !== OWN_TOKEN_FILE) return { fault: `${path} is not there: no volume is mounted above it` };
      return hasOwnToken(world, pod) ? {} : { fault: `${path} is not there: automountServiceAccountToken is false` };
  }
}

/** Whether the kubelet mounts the token for the pod's own API server: the pod's word counts before the service account's. */
function hasOwnToken({ configuration }: World, { automount, namespace, serviceAccount, provider }: Pod): boolean {
  if (automount !== undefined) return automount;
  return !accountObjects(configuration).some(
    (one) =>
      one.name === serviceAccount &&
      one.namespace === namespace &&
      one.automount === false &&
      isSameCluster(provider, one.provider) !== false,
  );
}
