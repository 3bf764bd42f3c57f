import { Claims, deciderOf, enterService, principalName, ServiceEdge, showsToken } from "../../../simulator";
import { bareExchange } from "../../clients/bare-exchange";
import { bearerOf } from "../../clouds/issuer";
import { Found } from "../trial";
import { Workbench } from "../workbench";

/**
 * Whether a token of an edge's service account becomes the declared identity, as a vendor's SDK exchanges it.
 *
 * @param way the edge, or the same with the identity that a container's variables name
 */
export async function actsAs(bench: Workbench, edge: ServiceEdge, claims: Claims, way = edge): Promise<Found> {
  const { principal } = edge.declaration;
  const expected = { kind: "acts-as", principal } as const;
  const started = performance.now();
  if (showsToken(way)) {
    const token = await bench.lab.issuerOf(way).issue(claims);
    const { accepted, message } = await bareExchange(bench.tunnels, way, token);
    const refusal = bench.refusalOf(bearerOf(token));
    if (!accepted) {
      const { hop = "source", code, message: told = message, because } = refusal ?? {};
      const observed = { kind: "refused", hop, ...(code === undefined ? {} : { code }), message: told } as const;
      const decidedBy = because && deciderOf(bench.world, because);
      return { ...verdict(started), expected, observed, hop, ...(decidedBy ? { decidedBy } : {}) };
    }
  }
  const shown = { claims, signature: "good" } as const;
  const { refusal, identity, answers } = enterService(bench.world, way, shown, bench.lab.clock.now);
  if (refusal) {
    const { hop, code, message, because } = refusal;
    const observed = { kind: "refused", hop, code, message } as const;
    return { ...verdict(started), expected, observed, hop, decidedBy: deciderOf(bench.world, because) };
  }
  const acting = principalName(bench.world, way, identity);
  const observed = { kind: "acts-as", principal: acting } as const;
  if (acting === principal) return { ...verdict(started), expected, observed, verdict: "as declared" };
  const because = [...answers].reverse().find((answer) => answer.because.resource)?.because;
  const decidedBy = because && deciderOf(bench.world, because);
  return { ...verdict(started), expected, observed, hop: "exchange", ...(decidedBy ? { decidedBy } : {}) };
}

function verdict(started: number) {
  return { verdict: "surprise", milliseconds: performance.now() - started } as const;
}
