import { posix } from "node:path";
import { flagOf, isServiceEdge, ProjectedToken } from "../../simulator";
import { Rule } from "../finding";
import { WiredPod, wiredPods } from "../pods/wired-pod";
import { wiringGap } from "../pods/wiring-finding";

/** Tokens for an account that no variable, file or stanza names: what reads them, and what for, was not read. */
export const unreadTokens: Rule = (world) =>
  wiredPods(world).flatMap((wired) => {
    const { pod, edges } = wired;
    const named = namedFiles(wired);
    return tokensOf(wired).flatMap(({ token, paths }) => {
      const edge = edges.find((one) => isServiceEdge(one) && one.declaration.audience === token.audience);
      if (edge?.service === undefined || paths.some((path) => named.has(path))) return [];
      const { cloud } = edge.service.account;
      // An SDK of the same cloud reads another token, which is told where it is wrong.
      if (wired.containers.some(({ sdk }) => sdk.some((use) => use.cloud === cloud))) return [];
      const where = paths.length > 0 ? `at ${paths.join(", ")}` : "in no container";
      const reason = `has a token for ${token.audience} ${where}, and no variable or file that was read names it`;
      return [wiringGap(pod, reason, { edge, hop: "source", what: token.path })];
    });
  });

/** The tokens of a pod, each with its paths in containers. */
function tokensOf({ pod }: WiredPod): readonly { readonly token: ProjectedToken; readonly paths: readonly string[] }[] {
  return pod.volumes.flatMap(({ name, sources }) =>
    sources.flatMap((token) => {
      if (token.kind !== "token") return [];
      const mounts = [...pod.initContainers, ...pod.containers].flatMap((container) => container.mounts);
      const paths = mounts
        .filter(({ volume }) => volume === name)
        .map(({ path, subPath }) => (subPath === undefined ? posix.join(path, token.path) : posix.normalize(path)));
      return [{ token, paths: [...new Set(paths)] }];
    }),
  );
}

/** The files that clients of a pod read tokens from. */
function namedFiles({ edges, containers }: WiredPod): ReadonlySet<string> {
  const ofSdks = containers.flatMap(({ sdk }) => sdk.flatMap(({ tokenFile }) => tokenFile ?? []));
  const ofStanzas = edges.flatMap(({ request }) => flagOf(request, "token-file") ?? []);
  return new Set([...ofSdks, ...ofStanzas].map((path) => posix.normalize(path)));
}
