import { block, blocks, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { Doubt } from "../answer";
import { Ancestry, Hierarchy, isAbove } from "./hierarchy";
import { Principal } from "./principal";
import { GoogleProjects } from "./projects";

/** The types that bind a policy to the principals of a project, a folder, an organization, or a pool. */
export const BOUNDARY_BINDINGS: readonly string[] = ["projects", "folders", "organizations"].map(
  (level) => `google_iam_${level}_policy_binding`,
);

/** A policy that is bound to a set of principals. */
interface Boundary {
  readonly resource: Resource;
  readonly principalSet: string;
  /** Undefined where the policy was not read. */
  readonly resources?: readonly string[];
  readonly isConditional: boolean;
}

/**
 * What principal access boundary policies leave to principals: the resources that one of the policies names to which they are subject.
 * Which permissions the others are kept from depends on the enforcement version, which is not simulated.
 *
 * Google Cloud IAM documentation: "Principal access boundary policies".
 */
export class Boundaries {
  private readonly all: readonly Boundary[];

  public constructor(
    configuration: Configuration,
    private readonly projects: GoogleProjects,
    private readonly hierarchy: Hierarchy,
  ) {
    const policies = new Map<string, Resource>();
    for (const one of configuration.resources("google_iam_principal_access_boundary_policy")) {
      const name = unlessUnresolved(() => text(one.attribute("name")), undefined);
      if (name !== undefined) policies.set(name, one);
    }
    this.all = BOUNDARY_BINDINGS.flatMap((type) => configuration.resources(type)).map((resource): Boundary => {
      const told = <T>(read: () => T) => unlessUnresolved<T, undefined>(read, undefined);
      const policy = policies.get(told(() => text(resource.argument("policy"))) ?? "");
      const resources = policy && told(() => resourcesOf(policy));
      return {
        resource,
        principalSet: told(() => text(block(resource.argument("target")).principal_set)) ?? "",
        isConditional: blocks(told(() => resource.argument("condition"))).length > 0,
        ...(resources ? { resources } : {}),
      };
    });
  }

  /** Why a principal may be kept from what is in a project; undefined where it is not. */
  public doubtOf(principal: Principal, project: string): Doubt | undefined {
    const subject = this.all.filter((one) => this.covers(one, principal) !== false);
    const ancestry = this.hierarchy.ancestryOf(project);
    const leaves = ({ resources = [] }: Boundary) => resources.some((one) => this.has(one, project, ancestry));
    if (subject.some((one) => leaves(one) && !one.isConditional && this.covers(one, principal) === true)) {
      return undefined;
    }
    const [first] = subject.filter((one) => !leaves(one));
    if (!first) return undefined;
    const reason = `what the principal access boundary of ${first.principalSet || "unknown principals"} leaves in ${project} is not known here`;
    return { resource: first.resource, reason };
  }

  /** Whether a resource of a policy is the project, or surely above it. */
  private has(resource: string, project: string, ancestry: Ancestry): boolean {
    const [, kind = "", id = ""] = ON_HIERARCHY.exec(resource) ?? [];
    return kind === "projects"
      ? this.projects.isSame(id, project) === true
      : isAbove(ancestry, `${kind}/${id}`) === true;
  }

  /** Whether a policy's principal set has a principal; undefined where nothing tells. */
  private covers({ principalSet }: Boundary, principal: Principal): boolean | undefined {
    if (principalSet === "") return undefined;
    const home = homeOf(principal);
    const [, pool] =
      /^\/\/(iam\.[^/]+\/projects\/[^/]+\/locations\/global\/workloadIdentityPools\/.+)$/.exec(principalSet) ?? [];
    if (pool !== undefined) {
      if (principal.kind === "federated") return pool === principal.pool;
      return principal.kind === "built-in" ? pool.endsWith(`/${home}.svc.id.goog`) : false;
    }
    const [, kind, id = ""] = ON_HIERARCHY.exec(principalSet) ?? [];
    if (kind === undefined) return false;
    if (home === undefined) return undefined;
    return kind === "projects"
      ? this.projects.isSame(id, home)
      : isAbove(this.hierarchy.ancestryOf(home), `${kind}/${id}`);
  }
}

const ON_HIERARCHY = /^\/\/cloudresourcemanager\.[^/]+\/(projects|folders|organizations)\/([^/]+)$/;

function resourcesOf(policy: Resource): readonly string[] {
  return blocks(block(policy.argument("details")).rules).flatMap(({ resources }) => texts(resources));
}

/** The project that a principal is of, by id or number. */
function homeOf(principal: Principal): string | undefined {
  switch (principal.kind) {
    case "federated":
      return /\/projects\/([^/]+)\//.exec(principal.pool)?.[1];
    case "service account":
      return /@(.+)\.iam\.gserviceaccount\.com$/.exec(principal.email)?.[1];
    case "built-in":
      return /(?::|\/)([^:/]+)\.svc\.id\.goog/.exec(principal.name)?.[1];
  }
}
