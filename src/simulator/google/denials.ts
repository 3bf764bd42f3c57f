import { Configuration } from "../../terraform";
import { Doubt } from "../answer";
import { Boundaries } from "./boundaries";
import { denies, deniesPermission, DenyRule, denyRules, mayDeny } from "./deny";
import { Hierarchy, isAbove } from "./hierarchy";
import { Principal } from "./principal";
import { GoogleProjects } from "./projects";

/** What deny policies and principal access boundaries take away in projects, whatever roles a principal has. */
export class Denials {
  public readonly rules: readonly DenyRule[];
  private readonly boundaries: Boundaries;

  public constructor(
    configuration: Configuration,
    private readonly projects: GoogleProjects,
    private readonly hierarchy: Hierarchy,
  ) {
    this.rules = denyRules(configuration);
    this.boundaries = new Boundaries(configuration, projects, hierarchy);
  }

  /** The rule that surely denies a principal a permission in a project, whatever roles it has. */
  public of(principal: Principal, permission: string, project: string): DenyRule | undefined {
    return this.rules.find(
      (one) =>
        one.condition === undefined &&
        this.isOnProject(one, project) === true &&
        denies(one, principal) === true &&
        deniesPermission(one, permission),
    );
  }

  /** Why it may be denied: by a rule with a condition, which asks for tags, or above projects, where nothing tells whether this one is below; or by a boundary. */
  public doubtOf(principal: Principal, permission: string, project: string): Doubt | undefined {
    const rule = this.rules.find(
      (one) =>
        this.isOnProject(one, project) !== false &&
        denies(one, principal) !== false &&
        deniesPermission(one, permission),
    );
    return rule ? mayDeny(rule, permission) : this.boundaries.doubtOf(principal, project);
  }

  /** Whether a rule is attached to a project or to what the project is in; undefined where nothing tells. */
  public isOnProject({ attachedTo }: DenyRule, project: string): boolean | undefined {
    if (!attachedTo.startsWith("projects/")) return isAbove(this.hierarchy.ancestryOf(project), attachedTo);
    return this.projects.isSame(attachedTo.slice("projects/".length), project);
  }
}
