import { Cluster, ResourceRequest, World } from "../../simulator";
import { json, LabResponse } from "../network/http";
import { FieldTerm } from "./field-selector";
import { notFound } from "./status";

const BORN = "2026-01-01T00:00:00Z";
const ALWAYS_THERE = ["default", "kube-system"];

/** A few objects to look at: the namespaces that edges name, each with a deployment and its pod. */
export class Objects {
  private readonly namespaces: readonly string[];

  public constructor(world: World, cluster: Cluster) {
    const named = world.edges
      .filter((edge) => world.clusterOf(edge) === cluster)
      .flatMap(({ declaration }) => declaration.access.flatMap(({ namespaces }) => namespaces));
    this.namespaces = [...new Set([...ALWAYS_THERE, ...named])].sort();
  }

  /** Answers a get that is allowed. */
  public get(request: ResourceRequest): LabResponse {
    const { kind, apiVersion, items } = this.itemsOf(request);
    const found = items.find(({ metadata }) => metadata.name === request.name);
    return found ? json(200, { kind, apiVersion, ...found }) : notFound(request);
  }

  /** Answers a list that is allowed, of what the terms of its field selector choose. */
  public list(request: ResourceRequest, terms: readonly FieldTerm[]): LabResponse {
    const { kind, apiVersion, items } = this.itemsOf(request);
    const chosen = items.filter(({ metadata }) =>
      terms.every(({ field, value, isNot }) => (fieldOf(metadata, field) === value) !== isNot),
    );
    return json(200, { kind: `${kind}List`, apiVersion, metadata: { resourceVersion: "1" }, items: chosen });
  }

  private itemsOf({ resource, namespace }: ResourceRequest) {
    const places = namespace ? this.namespaces.filter((one) => one === namespace) : this.namespaces;
    const spec = { containers: [{ name: "app", image: "registry.example/app" }] };
    switch (resource) {
      case "namespaces":
        return {
          ...{ kind: "Namespace", apiVersion: "v1" },
          items: this.namespaces.map((name) => ({ metadata: metadata(name), status: { phase: "Active" } })),
        };
      case "pods":
        return {
          ...{ kind: "Pod", apiVersion: "v1" },
          items: places.map((place) => ({
            ...{ metadata: metadata("app-0", place), spec, status: { phase: "Running" } },
          })),
        };
      default:
        return {
          ...{ kind: "Deployment", apiVersion: "apps/v1" },
          items: places.map((place) => ({
            metadata: metadata("app", place),
            spec: { replicas: 1, selector: { matchLabels: { app: "app" } }, template: { spec } },
            status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 },
          })),
        };
    }
  }
}

function fieldOf({ name, namespace = "" }: ReturnType<typeof metadata>, field: string): string {
  return field === "metadata.name" ? name : namespace;
}

function metadata(name: string, namespace?: string) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `00000000-0000-4000-8000-${Buffer.from(name).toString("hex").padEnd(12, "0").slice(0, 12)}`,
    resourceVersion: "1",
    creationTimestamp: BORN,
  };
}
