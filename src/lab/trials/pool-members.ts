import { deciderOf, Edge, federatedAs, kindOf, Principal, Reason } from "../../simulator";
import { Found, Trial } from "./trial";
import { Workbench } from "./workbench";

/** IAM and RBAC grant nothing to other members of the edge's pool, were they let through its condition. */
export const poolMembers: Trial = {
  code: "pool-members",
  category: "layer",
  way: "simulator",
  at: ({ bench }, edge) => {
    const strangers = strangePrincipals(bench, edge);
    if (strangers.length === 0) return [];
    return [{ run: async () => await Promise.resolve(find(bench, strangers)) }];
  },
};

function find({ world }: Workbench, strangers: readonly Principal[]): Found {
  const base = { expected: { kind: "no-grant" }, milliseconds: 0 } as const;
  for (const principal of strangers) {
    const [grant] = world.google.everyGrantTo(principal);
    if (!grant) continue;
    const identity = principal.kind === "federated" ? principal.subject : "a stranger";
    const hop = grant.role.startsWith("roles/iam.") ? ("impersonation" as const) : ("authorization" as const);
    const reason: Reason = { resource: grant.resource, argument: "member", line: `member is "${grant.member}"` };
    const observed = { kind: "grant", identity, role: grant.role } as const;
    return { ...base, observed, verdict: "surprise", hop, decidedBy: deciderOf(world, reason) };
  }
  return { ...base, observed: { kind: "none" }, verdict: "as declared" };
}

/** The principals that other subjects of the same issuer map to, the pool's condition left aside. */
function strangePrincipals({ world, lab }: Workbench, edge: Edge): readonly Principal[] {
  const { source } = edge.declaration;
  return kindOf(source)
    .strangersTo(source.subject)
    .map(({ subject }) => federatedAs(world.google, edge, subject, lab.clock.now, "lab-intruder"))
    .filter((principal) => principal !== undefined);
}
