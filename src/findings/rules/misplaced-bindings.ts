import { Finding, Rule } from "../finding";
import { placeOf } from "../../simulator";

/** Bindings that say that they are for one cluster, and are made in another one, whose server their provider talks to. */
export const misplacedBindings: Rule = (world) =>
  world.misplaced.map(({ resource, home, annotated }): Finding => {
    const cluster = world.clusters.find(({ name }) => name === home);
    const [edge] = cluster ? world.into(cluster) : [];
    const reason = `says that it is for ${annotated}, and its provider talks to the server of ${home}`;
    const at = { place: placeOf(resource), resource, argument: "metadata", ...(edge ? { edge } : {}) };
    return { code: "homeless-binding", severity: "fault", ...at, what: annotated, reason };
  });
