/**
 * Exports names of a module that is loaded when the first of them is asked for, so that an app loads the files of the classes
 * that it uses. `scripts/lazy-exports.mjs` writes the calls into the indexes that jsii has compiled; sources keep `export *`.
 *
 * @param target what has the names: the exports of an index
 * @param names the names, which stay enumerable
 * @param load requires the module, from the index
 */
export function exportWhenUsed(target: object, names: readonly string[], load: () => object): void {
  for (const name of names) {
    const get = () => {
      const value: unknown = Reflect.get(load(), name);
      // A module of a circle that is still being loaded has no value yet; it is asked again then.
      if (value !== undefined) Object.defineProperty(target, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
  }
}
