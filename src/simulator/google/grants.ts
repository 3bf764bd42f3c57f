import { Resource } from "../../terraform";
import { gather } from "../gather";
import { ConditionRequest, ConditionVerdict, judgeCondition } from "./iam-condition";
import { isMember, mayBeMember, memberOf, Principal } from "./principal";
import { withoutHost } from "../../vendor/google/full-names";

/** One member of one role, on a project or a service account. */
export interface Grant {
  readonly role: string;
  readonly member: string;
  readonly resource: Resource;
  /** In CEL; undefined where the grant always counts. */
  readonly condition?: string;
}

/**
 * Whether a grant counts for a request, as far as its condition is understood.
 *
 * @param now in seconds since 1970. Default: the present
 */
export function verdictOf(
  { condition }: Grant,
  request: Omit<ConditionRequest, "now">,
  now = Math.floor(Date.now() / 1000),
): ConditionVerdict {
  return condition === undefined ? "holds" : judgeCondition(condition, { ...request, now });
}

/** A request on a GKE cluster, by the cluster's full resource name. */
export function onCluster(name: string): Omit<ConditionRequest, "now"> {
  const service = "container.googleapis.com";
  // Zonal clusters are named by their zone.
  const written = withoutHost(name).replace(/\/locations\/([a-z]+-[a-z]+\d+-[a-z])\//, "/zones/$1/");
  return { resource: { name: written, type: `${service}/Cluster`, service } };
}

/** A request on a service account, which recognizes no attributes. */
export const ON_ACCOUNT: Omit<ConditionRequest, "now"> = {};

/** The grants of one project or service account. */
export class Grants {
  public readonly all: Grant[] = [];
  /** Those of one principal alone, by its name: most are. */
  private readonly exact = new Map<string, Grant[]>();
  private readonly ofMany: Grant[] = [];

  public add(grant: Grant): void {
    this.all.push(grant);
    if (!/^(principal|serviceAccount):/.test(grant.member)) this.ofMany.push(grant);
    else gather(this.exact, grant.member, grant);
  }

  /** Those that mean a principal. */
  public to(principal: Principal): readonly Grant[] {
    // An identity of GKE's own pool has several names.
    if (principal.kind === "built-in") return this.all.filter(({ member }) => isMember(member, principal));
    const own = this.exact.get(memberOf(principal)) ?? [];
    return [...own, ...this.ofMany.filter(({ member }) => isMember(member, principal))];
  }

  /** Those that may mean a principal, and of which nothing tells. */
  public maybeTo(principal: Principal): readonly Grant[] {
    return this.ofMany.filter(({ member }) => mayBeMember(member, principal));
  }
}
