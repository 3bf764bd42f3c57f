import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiServer } from "../../../src/lab/cluster/api-server";
import { Authenticator } from "../../../src/lab/cluster/authenticator";
import { Journal } from "../../../src/lab/journal";
import { Handler } from "../../../src/lab/network/http";
import { granted, readWorld, refused, Rule } from "../../../src/simulator";
import { eks } from "../../verdicts/support/aws";

/** A role of the name `<user>-own`, and its binding to a user; of the whole cluster without a namespace. */
export interface OwnRole {
  readonly user: string;
  readonly namespace?: string;
  readonly rules: readonly Partial<Rule>[];
}

/** The binding of a ClusterRole that every cluster has to a user. */
export interface BuiltInRole {
  readonly user: string;
  readonly namespace?: string;
  readonly role: string;
}

/** A rule as people write it: groups, resources, verbs and names with commas between them. */
export const rule = (groups: string, resources: string, verbs: string, names?: string): Partial<Rule> => ({
  apiGroups: groups.split(","),
  resources: resources.split(","),
  verbs: verbs.split(","),
  ...(names === undefined ? {} : { resourceNames: names.split(",") }),
});

const RBAC = "rbac.authorization.k8s.io";

/** The lab's API server of a cluster with these roles, to which a user's token is the user's name. */
export function rbacServer(own: readonly OwnRole[], builtIn: readonly BuiltInRole[]): Handler {
  const resource: Record<string, Record<string, object>> = {};
  const add = (type: string, object: object) => {
    const objects = (resource[type] ??= {});
    objects[`o${Object.keys(objects).length}`] = object;
  };
  const bind = (user: string, namespace: string | undefined, kind: string, name: string) =>
    add(namespace === undefined ? "kubernetes_cluster_role_binding_v1" : "kubernetes_role_binding_v1", {
      metadata: { name: `${user}-${name}`, ...(namespace === undefined ? {} : { namespace }) },
      role_ref: { api_group: RBAC, kind, name },
      subject: [{ api_group: RBAC, kind: "User", name: user }],
    });
  for (const { user, namespace, rules } of own) {
    const kind = namespace === undefined ? "ClusterRole" : "Role";
    add(namespace === undefined ? "kubernetes_cluster_role_v1" : "kubernetes_role_v1", {
      metadata: { name: `${user}-own`, ...(namespace === undefined ? {} : { namespace }) },
      rule: rules.map(({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }) => ({
        ...{ api_groups: apiGroups, resources, resource_names: resourceNames, non_resource_urls: nonResourceURLs },
        verbs,
      })),
    });
    bind(user, namespace, kind, `${user}-own`);
  }
  for (const { user, namespace, role } of builtIn) bind(user, namespace, "ClusterRole", role);
  const folder = mkdtempSync(join(tmpdir(), "trust-mesh-rbac-server-"));
  try {
    mkdirSync(join(folder, "stack"));
    writeFileSync(join(folder, "stack", "cdk.tf.json"), JSON.stringify(eks({ resource })));
    const world = readWorld([join(folder, "stack")]);
    const [cluster] = world.clusters;
    const users = new Set([...own, ...builtIn].map(({ user }) => user));
    const see: Authenticator["see"] = (_cluster, token) => {
      const because = { line: "the token is the user's name" };
      if (!users.has(token)) return Promise.resolve({ answer: refused("authentication", "401", "unknown", because) });
      const cloudName = world.cloudOf(cluster).stranger(token);
      const user = { name: token, uid: token, groups: ["system:authenticated"], extra: {}, cloudName };
      return Promise.resolve({ answer: granted("authentication", user, because) });
    };
    return new ApiServer(world, cluster, { see } as Authenticator, new Journal()).handler;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
