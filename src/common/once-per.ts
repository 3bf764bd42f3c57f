/**
 * A function whose result is worked out once for each object: a mesh asks one access or cluster for the same facts thousands of
 * times. What the function reads of the object must not change.
 */
export function oncePer<Key extends object, Value>(work: (of: Key) => Value): (of: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (of) => {
    let found = known.get(of);
    if (!found) known.set(of, (found = { value: work(of) }));
    return found.value;
  };
}
