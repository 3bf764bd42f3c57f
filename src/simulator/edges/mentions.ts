import { Resource } from "../../terraform";
import { Cloud } from "../cloud";
import { Edge } from "./edge";
import { flagOf } from "./exec-request";

/** What a text may name of an edge: identities, whole or as a text of their own, and references to the resources that make them. */
export interface EdgeNames {
  readonly edge: Edge;
  /** Texts that mean the edge wherever they stand. */
  readonly anywhere: readonly string[];
  /** Texts that mean it as a whole value. */
  readonly whole: readonly string[];
  /** The stack and the beginning of references. */
  readonly references: readonly { readonly stack: string; readonly text: string }[];
}

const FLAGS = ["role-arn", "service-account", "client-id"];

/** What texts may name of an edge. */
export function namesOf(clouds: readonly Cloud[], edge: Edge): EdgeNames {
  const { principal, user, groups, adopted } = edge.declaration;
  const flags = FLAGS.flatMap((name) => flagOf(edge.request, name) ?? []);
  const identities = [principal, ...flags, ...adopted].filter((one) => one.length > 8);
  const roleNames = identities.flatMap((one) => (/:role\//.test(one) ? [one.split("/").at(-1) ?? ""] : []));
  const used = clouds.flatMap((cloud) => cloud.usedBy(edge)).filter((one): one is Resource => one !== undefined);
  return {
    edge,
    anywhere: [...new Set(identities)],
    whole: [...new Set([...roleNames, ...groups, user])].filter((one) => one !== "" && !one.includes("{{")),
    references: used.map(({ stack, address }) => ({ stack, text: `${address.split("[")[0]}` })),
  };
}

/** Whether a text of a stack, which is JSON, names something of an edge. */
export function names({ anywhere, whole, references }: EdgeNames, stack: string, text: string): boolean {
  return (
    anywhere.some((one) => text.includes(one)) ||
    whole.some((one) => text.includes(JSON.stringify(one))) ||
    references.some((one) => one.stack === stack && (text.includes(`${one.text}.`) || text.includes(`${one.text}[`)))
  );
}
