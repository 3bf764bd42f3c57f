import fc from "../support/property";
import { BUILT_IN_CLUSTER_ROLES } from "../../src/simulator/kubernetes/built-in-roles";
import policy from "../../src/simulator/kubernetes/bootstrap-policy.json";
import { clusterObjects, request, user } from "./rbac/objects";
import { decisions } from "./rbac/ours";
import { describeWithGo } from "./support/go";
import { cases } from "./support/size";

interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  /** Every reason that the authorizer could have given: it takes the first binding, and their order is by chance. */
  readonly others?: readonly string[];
}

/**
 * The simulator beside Kubernetes' own RBAC authorizer and the controller that aggregates ClusterRoles, over random objects,
 * users and requests. Go module `k8s.io/kubernetes`, package `plugin/pkg/auth/authorizer/rbac`.
 */
describeWithGo("rbac", "Kubernetes' RBAC authorizer (go)", (oracle) => {
  const form = fc.constantFrom("typed" as const, "manifest" as const);
  const requests = fc.array(request, { minLength: 1, maxLength: 8 });

  it("allows and refuses as the simulator does, for the same reasons", async () => {
    const property = fc.asyncProperty(clusterObjects, form, user, requests, async (cluster, made, who, asked) => {
      const theirs = await oracle()
        .ask<Decision[]>("decide", { cluster, user: who, requests: asked })
        .catch(unlessUnsettled);
      fc.pre(theirs !== undefined);
      const ours = decisions(cluster, made, who, asked);
      expect(ours.map(({ allowed }) => allowed)).toEqual(theirs.map(({ allowed }) => allowed));
      for (const [i, { allowed, reason }] of ours.entries()) {
        if (allowed) expect(theirs[i].others).toContain(reason);
        else expect(parts(reason)).toEqual(parts(theirs[i].reason));
      }
    });
    await fc.assert(property, cases(6_000, 120));
  });
});

/** The objects that every API server creates, as the simulator keeps them. */
describeWithGo("rbac", "Kubernetes' bootstrap policy (go)", (oracle) => {
  it("is what the simulator gives every cluster", async () => {
    const theirs = await oracle().ask<Record<string, Written[] | undefined>>("bootstrap");
    for (const kind of ["roles", "clusterRoles", "roleBindings", "clusterRoleBindings"] as const) {
      expect(simplified(policy[kind] as Written[])).toEqual(simplified(theirs[kind] ?? []));
    }
  });

  it("makes view, edit and admin of what aggregates to them", async () => {
    const { clusterRoles } = await oracle().ask<{ clusterRoles: Written[] }>("bootstrap");
    expect(clusterRoles.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(["admin", "edit", "view"]),
    );
    for (const { metadata, rules } of clusterRoles) expect(BUILT_IN_CLUSTER_ROLES[metadata.name]).toEqual(rules ?? []);
  });
});

interface Written {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly rules?: readonly object[] | null;
}

/** Without the label that all of them have. */
function simplified(objects: readonly Written[]): readonly object[] {
  return objects.map(({ metadata: { labels = {}, ...metadata }, ...parts }) => {
    const others = Object.entries(labels).filter(([name]) => name !== "kubernetes.io/bootstrapping");
    return { ...parts, metadata: { name: metadata.name, ...place(metadata), labels: Object.fromEntries(others) } };
  });
}

function place(metadata: { readonly name: string; readonly namespace?: string }): object {
  return metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
}

/** Roles that aggregate each other have no end that Kubernetes promises. */
function unlessUnsettled(error: Error): undefined {
  if (error.message !== "unsettled") throw error;
}

/** The parts of a refusal's reason, which stand in the order in which bindings were found. */
function parts(reason: string): readonly string[] {
  return reason
    .replace(/^RBAC: \[?|\]$/g, "")
    .split(", ")
    .sort();
}
