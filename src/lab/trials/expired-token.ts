import { intruderTrial } from "./intruder";

const [ISSUED_SECONDS_AGO, EXPIRED_SECONDS_AGO] = [7200, 3600];

/** Its own token, an hour after its end. */
export const expiredToken = intruderTrial({
  code: "expired-token",
  refusedBySource: () => true,
  tokens: ({ bench, edge, own }) => {
    const issued = own.iat - ISSUED_SECONDS_AGO;
    const past = { iat: issued, nbf: issued, exp: own.iat - EXPIRED_SECONDS_AGO };
    return [{ issue: () => bench.lab.issuerOf(edge).issue({ ...own, ...past }) }];
  },
});
