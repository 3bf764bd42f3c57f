import { World } from "../../../simulator";

/** Works a value out of a world once, however many checks ask for it. */
export function once<T>(work: (world: World) => T): (world: World) => T {
  const known = new WeakMap<World, T>();
  return (world) => {
    const found = known.get(world);
    if (found !== undefined) return found;
    const made = work(world);
    known.set(world, made);
    return made;
  };
}
