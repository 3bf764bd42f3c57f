import { AZURE_CLOUDS } from "../../../vendor/azure/clouds";
import { DEFAULT_AWS_AUDIENCE } from "../../../vendor/aws/sts";
import { intruderTrial } from "../intruder";

/** Its own tokens for the accounts of other clouds: a cloud that can read one must not be able to use it here. */
export const anotherCloudsToken = intruderTrial({
  code: "another-clouds-token",
  tokens: ({ bench, edge, own }) => {
    if (!edge.service) return [];
    const { source, audience } = edge.declaration;
    const mine = bench.world.services.filter(
      ({ declaration }) => declaration.source.issuer === source.issuer && declaration.source.subject === source.subject,
    );
    const usual = [DEFAULT_AWS_AUDIENCE, AZURE_CLOUDS[0].audience];
    const others = [...usual, ...mine.map(({ declaration }) => declaration.audience)];
    return [...new Set(others)]
      .filter((one) => one !== "" && one !== audience)
      .map((one) => ({ variant: one, issue: () => bench.lab.issuerOf(edge).issue({ ...own, aud: [one] }) }));
  },
});
