import { byVariables, deciderOf, ServiceEdge, Wired } from "../../../simulator";
import { ownClaims } from "../../pods/own-identity";
import { Found } from "../trial";
import { Workbench } from "../workbench";
import { actsAs } from "./acts-as";
import { refusal, webhookTrial } from "./webhook-context";

/** A pod that the webhook changed becomes the declared identity, by the token and the variables that it was given. */
export const webhookPod = webhookTrial({
  code: "webhook-pod",
  category: "own",
  way: "direct",
  find: async ({ bench }, edge, pod) => {
    const outcome = pod.become("up");
    if (outcome.kind !== "wired") {
      const { because, kind } = outcome;
      const expected = { kind: "acts-as", principal: edge.declaration.principal } as const;
      const observed = refusal(kind, because.line);
      const decidedBy = deciderOf(bench.world, because);
      return { expected, observed, verdict: "surprise", hop: "source", milliseconds: 0, decidedBy };
    }
    const found: Found[] = [];
    for (const wired of outcome.wired) {
      const claims = { ...ownClaims(bench.lab, edge), aud: [wired.audience] };
      const result = await actsAs(bench, edge, claims, byVariables(edge, wired));
      found.push(result.verdict === "surprise" ? withDecider(bench, edge, wired, result) : result);
    }
    return found.find(({ verdict }) => verdict === "surprise") ?? found[0];
  },
});

/** Where no object of the cloud refused the token, the annotations that led there decide. */
function withDecider({ world }: Workbench, { webhook }: ServiceEdge, { flags }: Wired, found: Found): Found {
  if (found.decidedBy?.address !== undefined || !webhook?.resource) return found;
  const line = `its annotations lead to ${Object.values(flags).join(", ")}`;
  return { ...found, decidedBy: deciderOf(world, { resource: webhook.resource, argument: "metadata", line }) };
}
