import { checksAudience, intruderTrial } from "./intruder";

/** Its own token for an audience that nothing names. */
export const anotherAudience = intruderTrial({
  code: "another-audience",
  refusedBySource: checksAudience,
  tokens: ({ bench, edge, own }) => [
    { issue: () => bench.lab.issuerOf(edge).issue({ ...own, aud: ["https://intruder.lab.example"] }) },
  ],
});
