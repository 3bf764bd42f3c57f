import { intruderTrial } from "./intruder";
import { STRANGE_ISSUER } from "./strangers";

/** Its own subject, from an issuer that no cloud was told of. */
export const strangersIssuer = intruderTrial({
  code: "strangers-issuer",
  tokens: ({ own, strangers }) => [{ issue: () => strangers.issuer.issue({ ...own, iss: STRANGE_ISSUER }) }],
});
