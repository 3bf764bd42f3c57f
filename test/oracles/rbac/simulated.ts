import { World } from "../../../src/simulator";
import { authorize as decide } from "../../../src/simulator/access/authorize";
import { Rbac } from "../../../src/simulator/kubernetes/rbac";
import { rbacOf } from "../../simulator/support/kubernetes";
import { read } from "../../simulator/support/stack";
import { Request, User } from "./objects";

interface Simulated {
  readonly world: World;
  readonly rbac: Rbac;
}

/** Reads a stack as the lab does; all its RBAC objects are in one cluster. */
export function readStacks(stack: object): Simulated {
  const world = read(stack);
  return { world, rbac: rbacOf(world) };
}

/** The simulator's decision on one request. */
export function authorize({ world, rbac }: Simulated, { name, groups }: User, request: Request) {
  const cloudName = { cloud: "azure", objectId: name } as const;
  const { path, verb, group = "", resource = "", subresource, namespace = "", name: object } = request;
  const asked =
    path === undefined
      ? {
          verb,
          group,
          resource,
          namespace,
          ...(subresource ? { subresource } : {}),
          ...(object ? { name: object } : {}),
        }
      : { verb, path };
  const cluster = { kind: "aks", name: "cluster", rbac, azureRbac: false } as const;
  return decide(world, cluster, { name, groups, extra: {}, cloudName }, asked);
}
