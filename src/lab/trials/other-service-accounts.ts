import { Edge, takesAnyToken } from "../../simulator";
import { assumption } from "./intruder";
import { Other, othersAt } from "./others";
import { tryDirectly, tryWithClient } from "./refusal";
import { Attempt, Trial, TrialContext } from "./trial";

/** Service accounts of the mesh that have no edge into the cluster. */
export const undeclaredServiceAccount = trialOf("undeclared-service-account", ({ isUndeclared }) => isUndeclared);

/** Service accounts that have an edge of their own into the cluster, by this edge. */
export const otherServiceAccount = trialOf("other-service-account", ({ isUndeclared }) => !isUndeclared);

function trialOf(code: string, isMeant: (other: Other) => boolean): Trial {
  return {
    ...{ code, category: "intruder", way: "direct" },
    at: (context, edge) => {
      if (!takesAnyToken(edge) || assumption(context, edge)) return [];
      return othersAt(context.bench, edge)
        .filter(isMeant)
        .map((other) => attempt(context, edge, other));
    },
  };
}

function attempt({ bench }: TrialContext, edge: Edge, { name, claims, expected }: Other): Attempt {
  return {
    variant: name,
    run: async () => {
      const token = (await bench.lab.issuers.get(claims.iss)?.issue(claims)) ?? "";
      // What comes after the exchange is for the plugin to ask.
      if (expected !== "exchange") return await tryWithClient(bench, edge, token, expected);
      return await tryDirectly(bench, edge, token);
    },
  };
}
