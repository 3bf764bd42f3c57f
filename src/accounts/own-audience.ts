import { IConstruct } from "constructs";
import { isLiteral, warn } from "../common";
import { TokenIssuer } from "../subjects";

/** Warns of an audience that tokens have which their holder was given for the source itself. */
export function warnOfOwnAudience(construct: IConstruct, source: TokenIssuer, audience: string | undefined): void {
  if (!isLiteral(audience) || audience === "" || !source._ownAudiences.includes(audience)) return;
  warn(
    construct,
    "api-server-audience",
    `The audience "${audience}" is that of the API server of "${source.node.id}": the token that pods have for it by default is accepted as well, and what receives a token for the trust can call the API server. Give an audience of the trust's own, or leave it out.`,
  );
}
