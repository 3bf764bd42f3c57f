import { Binding, rbacObjects, Resource, Role, unlessUnresolved } from "../../../simulator";
import { once } from "./once";

/** A binding or a role of Kubernetes, and what makes it. */
export interface Found<T> {
  readonly resource: Resource;
  readonly object: T;
}

/** The RBAC objects of every cluster, as far as they are known. */
export const rbacOf = once(
  ({ configuration }): { bindings: readonly Found<Binding>[]; roles: readonly Found<Role>[] } => {
    const objects = rbacObjects(configuration);
    const read = <T>(all: readonly { readonly resource: Resource; readonly read: () => T }[]) =>
      all.flatMap(({ resource, read: readObject }): readonly Found<T>[] => {
        const object = unlessUnresolved(readObject, undefined);
        return object === undefined ? [] : [{ resource, object }];
      });
    return { bindings: read(objects.bindings), roles: read(objects.roles) };
  },
);
