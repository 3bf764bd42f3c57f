import fc from "fast-check";
import { clusterObjects, request, user } from "./rbac/objects";
import { decisions } from "./rbac/ours";
import { describeWithGo } from "./support/go";
import { cases } from "./support/size";

interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly others?: readonly string[];
}

/**
 * The simulator beside Kubernetes' own RBAC authorizer, over random objects, users and requests. Go module
 * `k8s.io/kubernetes`, package `plugin/pkg/auth/authorizer/rbac`.
 */
describeWithGo("rbac", "Kubernetes' RBAC authorizer (go)", (oracle) => {
  const REQUESTS = 5;
  const form = fc.constantFrom("typed" as const, "manifest" as const);
  const requests = fc.array(request, { minLength: REQUESTS, maxLength: REQUESTS });

  it("allows and refuses what the simulator does", async () => {
    const property = fc.asyncProperty(clusterObjects, form, user, requests, async (cluster, made, who, asked) => {
      const theirs = await oracle().ask<Decision[]>("decide", { cluster, user: who, requests: asked });
      const ours = decisions(cluster, made, who, asked);
      expect(ours.map(({ allowed }) => allowed)).toEqual(theirs.map(({ allowed }) => allowed));
    });
    await fc.assert(property, cases(8_000, 400));
  });
});
