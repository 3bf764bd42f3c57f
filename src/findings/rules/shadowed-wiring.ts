import { placeOf, World } from "../../simulator";
import { possibleShadowsOf, shadowedContainers, shadowReason } from "../containers";
import { Finding, Rule } from "../finding";
import { edgeOf, wiredPods } from "../pods/wired-pod";

/** Containers whose SDKs act by something else than the token that was projected for them, so that no trial tells what they reach. */
export const shadowedWiring: Rule = (world) => [
  ...shadowedContainers(world).flatMap((found): readonly Finding[] => {
    if ("error" in found) {
      const { resource, argument, error } = found;
      const reason = `has variables of a federated identity, and whether another one shadows them is not known: ${error.message}`;
      return [{ code: "shadowed-wiring", severity: "gap", place: placeOf(resource), resource, argument, reason }];
    }
    const { resource, argument, name } = found;
    return [
      {
        ...{ code: "shadowed-wiring", severity: "fault", place: placeOf(resource), resource, argument, what: name },
        reason: shadowReason(found),
      },
    ];
  }),
  ...unreadVariables(world),
];

/** Containers of the mesh's pods that take each key of an object for a variable, where the object was not read. */
function unreadVariables(world: World): readonly Finding[] {
  return wiredPods(world).flatMap((wired) => {
    const edge = edgeOf(world, wired);
    if (edge === undefined) return [];
    const { resource, argument } = wired.pod;
    return wired.containers.flatMap(({ container }) =>
      container.unread.flatMap(({ prefix, reason }): readonly Finding[] => {
        const names = possibleShadowsOf(container).filter((name) => name.startsWith(prefix));
        if (names.length === 0) return [];
        const told = `has each of its keys as a variable, and ${names.join(", ")} would keep SDKs from using the federated identity; give the lab its stack, or name the variables in env`;
        return [
          {
            ...{ code: "shadowed-wiring", severity: "gap", place: placeOf(resource), resource, argument, edge },
            reason: `${reason}, and the container "${container.name}" ${told}`,
          },
        ];
      }),
    );
  });
}
