import { deciderOf, Edge, EVERYONE_AUTHENTICATED, Reason } from "../../simulator";
import { Difference } from "./outcome";
import { OwnWay } from "./own-way";
import { Found, Trial } from "./trial";
import { differenceOf } from "./user-difference";
import { Workbench } from "./workbench";

/** Its own service account reaches the cluster, and the API server sees the declared user and groups. */
export const ownIdentityTrial: Trial = {
  code: "own-identity",
  category: "own",
  way: "client",
  at: ({ bench, ownWay }, edge) => [{ run: async () => arrival(bench, edge, await ownWay(edge)) }],
};

function arrival(bench: Workbench, edge: Edge, { seen, bearer, milliseconds }: OwnWay): Found {
  const { world } = bench;
  const base = { expected: { kind: "reached", user: edge.declaration.user }, milliseconds } as const;
  if (!seen.reached) {
    const refusal = bench.refusalOf(bearer);
    if (!refusal) {
      const { client } = edge;
      const decidedBy = {
        address: client.place,
        where: client.where(),
        line: "the arguments of the client's document decide",
      };
      const observed = { kind: "refused", message: seen.message } as const;
      return { ...base, observed, verdict: "surprise", hop: "source", decidedBy };
    }
    const { hop, code, message, because } = refusal;
    const observed = { kind: "refused", hop, code, message } as const;
    return { ...base, observed, verdict: "surprise", hop, decidedBy: deciderOf(world, because) };
  }
  const user = {
    name: seen.value.username,
    groups: seen.value.groups.filter((group) => group !== EVERYONE_AUTHENTICATED),
  };
  const difference = differenceOf(edge, seen.value);
  if (!difference) return { ...base, observed: { kind: "reached", user }, verdict: "as declared", user };
  const observed = { kind: "reached", user, difference } as const;
  const decidedBy = deciderOf(world, whatNamed(bench, bearer, difference));
  return { ...base, observed, verdict: "surprise", hop: "authentication", user, decidedBy };
}

/** What made the user: the access entry in EKS, elsewhere what exchanged the token. */
function whatNamed(bench: Workbench, bearer: string, { name }: Difference): Reason {
  const answers = [...bench.answersTo(bearer)].reverse();
  const because = answers.find((answer) => answer.because.resource)?.because ?? { line: "" };
  if (name === undefined) return because;
  const argument = because.argument && (ARGUMENTS_OF_NAMES[because.argument] ?? because.argument);
  return { ...because, argument };
}

/** Where a name comes from, beside what decided. */
const ARGUMENTS_OF_NAMES: Readonly<Record<string, string>> = {
  kubernetes_groups: "user_name",
  attribute_condition: "attribute_mapping",
};
