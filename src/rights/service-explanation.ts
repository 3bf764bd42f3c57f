import { deciderOf, isOfSubject, isServiceEdge, principalName, ServiceEdge, sourceName, World } from "../simulator";
import { accountAuditQueries } from "./account-audit";
import { Asked, Changed, changeOf, Explanation, EXPLANATION_VERSION } from "./explanation";
import { serviceRightsOf } from "./service-holder";
import { serviceWaysOf } from "./service-ways";
import { verifiedChange } from "./verified-change";
import { rightWords } from "./words";

/**
 * Explains the way of a service account to the services of an account.
 *
 * @param into the edges to the account
 * @param now seconds since 1970
 * @param changed the world with other values of arguments, and the edges to the account there
 */
export function explainService(
  world: World,
  into: readonly ServiceEdge[],
  asked: Asked,
  tool: string,
  now: number,
  changed: Changed,
): Explanation {
  const ways = serviceWaysOf(world, into, asked, now);
  const way = ways.find((one) => isOfSubject(one.edge, asked.issuer, asked.subject)) ?? ways.at(0);
  const to = into[0].service.account.name;
  const declare = `declare it: mesh.allow(serviceAccount, ${to}, access)`;
  const head = { version: EXPLANATION_VERSION, tool, from: asked.name, to } as const;
  if (!way) return { ...head, reached: false, by: "", hops: [], rights: [], change: declare, audit: [] };
  const { edge, answers, identity, refusal } = way;
  const isOwn = isOfSubject(edge, asked.issuer, asked.subject);
  const reached = identity !== undefined;
  const rights = reached ? serviceRightsOf(world, edge, identity, now) : [];
  const { issuer, subject } = asked;
  const token = `the token has iss ${issuer}, sub ${subject} and aud ${edge.declaration.audience}`;
  const made = () =>
    verifiedChange({ world, edge, answers, ...(refusal ? { refusal } : {}) }, asked, (changes) => {
      const next = changed(changes);
      const [again] = serviceWaysOf(next.world, next.into.filter(isServiceEdge), asked, now).filter((one) =>
        isOfSubject(one.edge, issuer, subject),
      );
      return again && { ...again, world: next.world };
    });
  const change = () => (isOwn ? changeOf(made(), token) : { change: `no trust is of ${asked.name}; ${declare}` });
  return {
    ...{ ...head, reached, by: sourceName(edge.declaration) },
    hops: answers.map((answer) => ({
      ...{ hop: answer.hop, granted: answer.granted },
      ...(answer.granted ? {} : { code: answer.code, message: answer.message }),
      ...deciderOf(world, answer.because),
    })),
    ...(reached ? { principal: principalName(world, edge, identity) } : change()),
    rights: rights.map((right) => ({ words: rightWords(right), ...deciderOf(world, right.because) })),
    audit: accountAuditQueries(
      edge,
      isOwn ? undefined : asked.subject,
      reached ? principalName(world, edge, identity) : undefined,
    ),
  };
}
