import { furtherAudiences } from "../../simulator";
import { checksAudience, intruderTrial } from "./intruder";

/** Its own token for each further audience that the cloud accepts where the edge is admitted. */
export const furtherAudience = intruderTrial({
  code: "further-audience",
  refusedBySource: checksAudience,
  tokens: ({ bench, edge, own }) =>
    furtherAudiences(bench.world, edge).map((audience) => ({
      variant: audience,
      issue: () => bench.lab.issuerOf(edge).issue({ ...own, aud: [audience] }),
    })),
});
