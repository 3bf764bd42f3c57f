import { block, Configuration, isOn, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { iamTypes } from "./iam-types";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";
import { Denials } from "./denials";
import { spellOut } from "./basic-role-members";
import { Grant, Grants } from "./grants";
import { Hierarchy, isAbove } from "./hierarchy";
import { isOfPeople, Principal } from "./principal";
import { isNewBasicRole } from "./roles";
import { conditionOf, grantsIn } from "./policy-grants";
import { Pool, PoolProvider, readProvider, toldBy } from "./pools";
import { GoogleProjects } from "./projects";
import { ResourceGrants } from "./resource-grants";
import { Granted } from "./weighed";

/** What projects are in, and the argument that names it. */
const ABOVE = [
  ["folder", "folder"],
  ["organization", "org_id"],
] as const;
const CUSTOM_ROLE = /^(projects|organizations)\//;

/** What Google Cloud was told: pools and providers, and who has which role where. */
export class GoogleWorld {
  private readonly pools = new Map<string, Pool>();
  private readonly providers = new Map<string, PoolProvider>();
  private readonly accounts = new Map<string, Resource | undefined>();
  /** E-mail addresses of members of groups, in lower case. */
  private readonly inGroups = new Set<string>();
  private readonly disabledAccounts = new Map<string, Resource>();
  /** By folders and organizations: `folders/1`. */
  private readonly aboveProjects = new Map<string, Grants>();
  private readonly onProjects = new Map<string, Grants>();
  private readonly onAccounts = new Map<string, Grants>();
  private readonly customRoles = new Map<string, readonly string[]>();
  /** What takes over a whole role, or a whole policy, with the full name of what it is of. */
  public readonly authoritative: Authoritative[] = [];
  /** The policies of buckets, secrets and other single resources. */
  public readonly resources: ResourceGrants;
  private readonly hierarchy: Hierarchy;
  /** The rules of every deny policy. */
  public readonly denials: Denials;

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(
    configuration: Configuration,
    private readonly projects: GoogleProjects,
    leftOut: LeftOut,
  ) {
    this.hierarchy = new Hierarchy(configuration);
    this.denials = new Denials(configuration, projects, this.hierarchy);
    leftOut.each(configuration.resources("google_iam_workload_identity_pool"), (resource) => {
      const name = String(resource.attribute("name"));
      this.pools.set(name, { name, resource, disabled: isOn(resource.argument("disabled")) });
    });
    leftOut.each(configuration.resources("google_iam_workload_identity_pool_provider"), (resource) => {
      const provider = readProvider(resource);
      this.providers.set(provider.name, provider);
    });
    leftOut.each(configuration.resources("google_service_account"), (resource) => {
      const email = String(resource.attribute("email"));
      this.accounts.set(email, resource);
      if (isOn(resource.argument("disabled"))) this.disabledAccounts.set(email, resource);
    });
    for (const level of ["project", "organization"]) {
      leftOut.each(configuration.resources(`google_${level}_iam_custom_role`), (resource) => {
        this.customRoles.set(String(resource.attribute("name")), permissionsIn(resource));
      });
    }
    this.addShown(configuration);
    this.resources = new ResourceGrants(configuration, projects, leftOut, (resource, on) => {
      this.noteAuthoritative(resource, on);
      return grantsIn(resource);
    });
    const policiesOf = (of: string) => iamTypes(of).flatMap((type) => configuration.resources(type));
    for (const [level, of] of ABOVE) {
      for (const resource of policiesOf(`google_${level}`)) {
        // What cannot be known is told with what may be inherited.
        unlessUnresolved(() => {
          const id = (text(resource.argument(of)) ?? "").split("/").at(-1) ?? "";
          push(this.aboveProjects, `${level}s/${id}`, grantsIn(resource));
        }, undefined);
      }
    }
    leftOut.eachGrant(policiesOf("google_project"), (resource) => {
      this.noteAuthoritative(resource, projectName(projects.idOf(resource)));
      push(this.onProjects, projects.idOf(resource), grantsIn(resource));
    });
    leftOut.eachGrant(policiesOf("google_service_account"), (resource) => {
      const id = String(resource.argument("service_account_id"));
      this.noteAuthoritative(resource, accountName(id.split("/").at(-1) ?? ""));
      push(this.onAccounts, id.split("/").at(-1) ?? "", grantsIn(resource));
    });
    spellOut([...this.places.map(([, grants]) => grants)], this.onProjects);
    for (const membership of configuration.resources("google_cloud_identity_group_membership")) {
      const keys = ["preferred_member_key", "member_key"].map((key) =>
        unlessUnresolved(() => membership.argument(key), undefined),
      );
      for (const key of keys) this.inGroups.add((text(block(key).id) ?? "").toLowerCase());
    }
  }

  /** Whether a group that was read has a service account. */
  private isInGroups(email: string): boolean {
    return this.inGroups.has(email.toLowerCase());
  }

  /**
   * What data sources show of objects that exist elsewhere; those of a synthesized stack were not asked yet.
   *
   * Terraform registry, hashicorp/google: "google_iam_workload_identity_pool", "google_iam_workload_identity_pool_provider",
   * "google_service_account" (data sources).
   */
  private addShown(configuration: Configuration): void {
    const each = (type: string, told: readonly string[], add: (resource: Resource, id: string) => void) => {
      for (const resource of configuration.dataSources(type)) {
        const [id] = unlessUnresolved(() => told.map((name) => resource.attribute(name)), []);
        const found = text(id);
        if (found) add(resource, found);
      }
    };
    each("google_iam_workload_identity_pool", ["name"], (resource, name) => {
      if (this.pools.has(name)) return;
      this.pools.set(name, { name, shownBy: resource, disabled: isOn(resource.argument("disabled")) });
    });
    each("google_iam_workload_identity_pool_provider", ["name", "attribute_mapping", "oidc"], (resource, name) => {
      if (!this.providers.has(name)) this.providers.set(name, readProvider(resource));
    });
    each("google_service_account", ["email"], (resource, email) => {
      if (this.accounts.has(email)) return;
      this.accounts.set(email, undefined);
      if (isOn(resource.argument("disabled"))) this.disabledAccounts.set(email, resource);
    });
  }

  /** A provider by its full resource name without the service: `projects/<number>/…/providers/<id>`. */
  public providerOf(name: string): PoolProvider | undefined {
    return this.providers.get(name);
  }

  /** The provider of the same names in another project, or the one that is written most like the one looked for. */
  public nearestProvider(name: string): Candidate | undefined {
    const all = [...this.providers.values()].map((one) => ({ text: one.name, resource: one.resource }));
    const below = (text: string) => text.replace(/^projects\/[^/]+\//, "");
    const found = all.find(({ text }) => below(text) === below(name)) ?? nearest(name, all);
    return found ?? this.providerElsewhere(name);
  }

  /** The pool that has a provider of the wanted id, and not the wanted id itself. */
  private providerElsewhere(name: string): Candidate | undefined {
    const [, project, id] = /^(projects\/[^/]+\/).*\/providers\/([^/]+)$/.exec(name) ?? [];
    const own = [...this.providers.values()].filter(
      (one) => project !== undefined && one.name.startsWith(project) && one.name.endsWith(`/providers/${id}`),
    );
    // What no text names is what was renamed.
    const pools = own.flatMap(({ pool }) => {
      const isNamed = this.projects.isWritten(pool.split("/").at(-1) ?? "");
      return isNamed ? [] : (this.pools.get(pool) ?? []);
    });
    return pools.length === 1 ? { text: pools[0].name, resource: pools[0].resource } : undefined;
  }

  public poolOf(name: string): Pool | undefined {
    return this.pools.get(name);
  }

  public get everyProvider(): readonly PoolProvider[] {
    return [...this.providers.values()];
  }

  /** What switches a service account off; undefined for one that is on. */
  public disablingOf(email: string): Resource | undefined {
    return this.disabledAccounts.get(email);
  }

  /** A service account as a principal. */
  public principalOf(email: string): Principal {
    const project = projectOf(email);
    const number = project === "" ? undefined : this.numberOf(project);
    const ancestry = this.hierarchy.ancestryOf(project);
    return {
      ...{ kind: "service account", email },
      ...(this.isInGroups(email) ? { isInGroups: true as const } : {}),
      ...(ancestry.above.length === 0 ? {} : { ancestry }),
      ...(number === undefined ? {} : { projectNumber: number }),
      ...(number === undefined || this.projects.toldNumberOf(project) === number
        ? {}
        : { isNumberMadeUp: true as const }),
    };
  }

  public isAccount(email: string): boolean {
    return this.accounts.has(email);
  }

  /** What makes a service account; undefined for one that exists outside what was read. */
  public accountOf(email: string): Resource | undefined {
    return this.accounts.get(email);
  }

  /** The roles that a principal has on a project or on what the project is in, and what grants them. */
  public rolesOnProject(project: string, principal: Principal): readonly Grant[] {
    return this.overProject(project).flatMap((grants) => grants.to(principal));
  }

  /** The roles that anything grants on a project or on what the project is in, to whatever member. */
  public grantsOnProject(project: string): readonly Grant[] {
    return this.overProject(project).flatMap(({ all }) => all);
  }

  /** The policies of a project, and of the folders and the organization that it is known to be in. */
  private overProject(project: string): readonly Grants[] {
    const { above } = this.hierarchy.ancestryOf(project);
    return [this.onProjects.get(project), ...above.map((one) => this.aboveProjects.get(one))].flatMap(
      (one) => one ?? [],
    );
  }

  /**
   * What a principal is granted in a project.
   *
   * @param own the policies of the resource itself and of what it is in below the project
   */
  public grantedIn(project: string, principal: Principal, own: readonly Grants[] = []): Granted {
    const ancestry = this.hierarchy.ancestryOf(project);
    const here = [...own, ...this.overProject(project)];
    const maybe = here.flatMap((grants) =>
      grants.maybeTo(principal).map((grant) => {
        const reason = `whether ${grant.member} has the account among its own is not known here`;
        return { grant, reason };
      }),
    );
    const elsewhere = [...this.aboveProjects].flatMap(([above, grants]) => {
      if (isAbove(ancestry, above) !== undefined) return [];
      return [...grants.to(principal), ...grants.maybeTo(principal)].map((grant) => {
        const reason = `${grant.role} counts only if ${above} has the project ${project}, which is not known here`;
        return { grant, reason };
      });
    });
    return { sure: here.flatMap((grants) => grants.to(principal)), possible: [...maybe, ...elsewhere] };
  }

  /** What a principal is granted on a service account. */
  public grantedOnAccount(email: string, principal: Principal): Granted {
    const own = this.onAccounts.get(email);
    return this.grantedIn(projectOf(email), principal, own ? [own] : []);
  }

  /** Whether it is known of every project whether it is in a folder or an organization, `folders/1`. */
  public isPlaced(above: string, projects: readonly string[]): boolean {
    return projects.every((one) => isAbove(this.hierarchy.ancestryOf(one), above) !== undefined);
  }

  /** Every grant, on whatever resource. */
  public get everyGrant(): readonly Grant[] {
    return this.everywhere.flatMap(({ all }) => all);
  }

  /** The project of a resource; undefined where nothing tells it. */
  public projectIdOf(resource: Resource): string | undefined {
    return unlessUnresolved(() => this.projects.idOf(resource), undefined);
  }

  /** Whether two names, each an id or a number, mean the same project; undefined where nothing tells. */
  public isSameProject(one: string, other: string): boolean | undefined {
    return this.projects.isSame(one, other);
  }

  /** The number of a project; undefined where nothing tells it. */
  public numberOf(project: string): string | undefined {
    return unlessUnresolved(() => this.projects.numberOf(project), undefined);
  }

  /** A full name by a project's id, where it has the project's number. */
  public byId(fullName: string, project: string): string {
    return unlessUnresolved(() => this.projects.byId(fullName, project), fullName);
  }

  /** Every role that a principal has anywhere: on projects, on service accounts and on other resources. */
  public everyGrantTo(principal: Principal): readonly Grant[] {
    return this.everywhere.flatMap((grants) => grants.to(principal));
  }

  /** The same with the full name of what each is on. */
  public placedGrantsTo(principal: Principal): readonly { readonly on: string; readonly grant: Grant }[] {
    return this.places.flatMap(([on, grants]) => grants.to(principal).map((grant) => ({ on, grant })));
  }

  /** Every grant on what a full name means. */
  public grantsOn(name: string): readonly Grant[] {
    this.named ??= new Map(this.places);
    return this.named.get(name)?.all ?? [];
  }

  private named?: ReadonlyMap<string, Grants>;
  private get places(): readonly (readonly [name: string, Grants])[] {
    return [
      ...[...this.onProjects].map(([id, grants]) => [projectName(id), grants] as const),
      ...[...this.onAccounts].map(([email, grants]) => [accountName(email), grants] as const),
      ...[...this.aboveProjects].map(
        ([above, grants]) => [`//cloudresourcemanager.googleapis.com/${above}`, grants] as const,
      ),
      ...this.resources.every,
    ];
  }

  private noteAuthoritative(resource: Resource, on: string): void {
    if (resource.type.endsWith("_policy")) this.authoritative.push({ resource, on });
    if (!resource.type.endsWith("_binding")) return;
    this.authoritative.push({
      resource,
      on,
      role: text(resource.argument("role")) ?? "",
      ...conditionOf(resource.argument("condition")),
    });
  }

  /** Every grant that counts on a service account. */
  public everyGrantOn(email: string): readonly Grant[] {
    return [...this.grantsOnAccount(email), ...this.grantsOnProject(projectOf(email))];
  }

  /** The permissions of a custom role that was read; undefined for every other role. */
  public permissionsOf(role: string): readonly string[] | undefined {
    return this.customRoles.get(role);
  }

  /** Whether a role has a permission that none of Google's own is known for; undefined for a custom role that was not read, and for a basic one. */
  public holds(role: string, permission: string): boolean | undefined {
    const read = this.permissionsOf(role);
    if (read) return read.includes(permission);
    return CUSTOM_ROLE.test(role) || isNewBasicRole(role) ? undefined : false;
  }

  /** Every permission that a custom role that was read names. */
  public get customPermissions(): readonly string[] {
    return [...this.customRoles.values()].flat();
  }

  /** Grants of custom roles that were not read to members that may be service accounts of clusters. */
  public get unknownRoles(): readonly Grant[] {
    return this.everyGrant.filter(
      ({ role, member }) => CUSTOM_ROLE.test(role) && !this.customRoles.has(role) && !isOfPeople(member),
    );
  }

  /** Every conditional grant to members that may be service accounts of clusters. */
  public get conditionalGrants(): readonly Grant[] {
    return this.everyGrant.filter(({ condition, member }) => condition !== undefined && !isOfPeople(member));
  }

  private get everywhere(): readonly Grants[] {
    return this.places.map(([, grants]) => grants);
  }

  /** All grants on a service account. */
  public grantsOnAccount(email: string): readonly Grant[] {
    return this.onAccounts.get(email)?.all ?? [];
  }

  /** Believes that a pool, a provider or a service account exists outside what was read; what a provider accepts adds up. */
  public assumePool(name: string): void {
    if (!this.pools.has(name)) this.pools.set(name, { name, disabled: false });
  }
  public assumeProvider(provider: PoolProvider): void {
    this.assumePool(provider.pool);
    const known = this.providers.get(provider.name);
    if (toldBy(known)) return;
    const conditions = [known?.condition, provider.condition].filter((one) => one !== undefined);
    const allowedAudiences = [...(known?.allowedAudiences ?? []), ...provider.allowedAudiences];
    this.providers.set(provider.name, { ...provider, allowedAudiences, condition: conditions.join(" || ") });
  }
  public assumeAccount(email: string): void {
    if (!this.accounts.has(email)) this.accounts.set(email, undefined);
  }
}

/**
 * What a role of one's own permits: nothing where it is disabled or deleted, whatever refers to it.
 *
 * Google Cloud IAM documentation: "Create and manage custom roles".
 */
function permissionsIn(resource: Resource): readonly string[] {
  const isOff = text(resource.argument("stage")) === "DISABLED" || isOn(resource.argument("deleted"));
  return isOff ? [] : texts(resource.argument("permissions"));
}

/** A resource that takes over a whole role on something, with a condition where it has one, or else its whole policy. */
export interface Authoritative {
  readonly resource: Resource;
  readonly on: string;
  readonly role?: string;
  readonly condition?: string;
}

function projectName(id: string): string {
  return `//cloudresourcemanager.googleapis.com/projects/${id}`;
}

function accountName(email: string): string {
  return `//iam.googleapis.com/projects/-/serviceAccounts/${email}`;
}

/** The project that a service account is in. */
export function projectOf(email: string): string {
  return /@(.+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? "";
}

function push(map: Map<string, Grants>, key: string, grants: readonly Grant[]): void {
  const known = map.get(key) ?? new Grants();
  map.set(key, known);
  for (const grant of grants) known.add(grant);
}
