import { block, Configuration, placeOf, Resource, text, texts, UnresolvedValue } from "../../terraform";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";
import { Grant, Grants } from "./grants";
import { isOfPeople, Principal } from "./principal";
import { GoogleProjects } from "./projects";

/** A workload identity pool. */
export interface Pool {
  readonly name: string;
  readonly disabled: boolean;
  readonly resource?: Resource;
}

/** An OIDC provider in a pool. */
export interface PoolProvider {
  readonly name: string;
  readonly pool: string;
  readonly disabled: boolean;
  readonly issuer: string;
  /** Empty for the provider's own name, with or without `https:`. */
  readonly allowedAudiences: readonly string[];
  /** Claims to attributes, in CEL. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly condition?: string;
  /** The keys that were uploaded for the issuer, as JSON; its own document counts without them. */
  readonly jwks?: string;
  readonly resource?: Resource;
}

const CUSTOM_ROLE = /^(projects|organizations)\//;

/** What Google Cloud was told: pools and providers, and who has which role where. */
export class GoogleWorld {
  private readonly pools = new Map<string, Pool>();
  private readonly providers = new Map<string, PoolProvider>();
  private readonly accounts = new Set<string>();
  private readonly onProjects = new Map<string, Grants>();
  private readonly onAccounts = new Map<string, Grants>();
  private readonly customRoles = new Map<string, readonly string[]>();

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(
    configuration: Configuration,
    private readonly projects: GoogleProjects,
    leftOut: LeftOut,
  ) {
    leftOut.each(configuration.resources("google_iam_workload_identity_pool"), (resource) => {
      const name = String(resource.attribute("name"));
      this.pools.set(name, { name, resource, disabled: resource.argument("disabled") === true });
    });
    leftOut.each(configuration.resources("google_iam_workload_identity_pool_provider"), (resource) => {
      const provider = readProvider(resource);
      this.providers.set(provider.name, provider);
    });
    leftOut.each(configuration.resources("google_service_account"), (resource) => {
      this.accounts.add(String(resource.attribute("email")));
    });
    for (const level of ["project", "organization"]) {
      leftOut.each(configuration.resources(`google_${level}_iam_custom_role`), (resource) => {
        this.customRoles.set(String(resource.attribute("name")), texts(resource.argument("permissions")));
      });
    }
    for (const form of ["member", "binding", "policy"]) {
      for (const resource of configuration.resources(`google_project_iam_${form}`)) {
        push(this.onProjects, projects.idOf(resource), grantsIn(resource));
      }
      for (const resource of configuration.resources(`google_service_account_iam_${form}`)) {
        const id = String(resource.argument("service_account_id"));
        push(this.onAccounts, id.split("/").at(-1) ?? "", grantsIn(resource));
      }
    }
  }

  /** A provider by its full resource name without the service: `projects/<number>/…/providers/<id>`. */
  public providerOf(name: string): PoolProvider | undefined {
    return this.providers.get(name);
  }

  /** The provider of the same names in another project, or the one that is written most like the one looked for. */
  public nearestProvider(name: string): Candidate | undefined {
    const all = [...this.providers.values()].map((one) => ({ text: one.name, resource: one.resource }));
    const below = (text: string) => text.replace(/^projects\/[^/]+\//, "");
    return all.find(({ text }) => below(text) === below(name)) ?? nearest(name, all);
  }

  public poolOf(name: string): Pool | undefined {
    return this.pools.get(name);
  }

  public get everyProvider(): readonly PoolProvider[] {
    return [...this.providers.values()];
  }

  /** The providers of a project, by its number. */
  public providersOf(project: string): readonly PoolProvider[] {
    const prefix = `projects/${this.projects.numberOf(project)}/`;
    return [...this.providers.values()].filter(({ name }) => name.startsWith(prefix));
  }

  public isAccount(email: string): boolean {
    return this.accounts.has(email);
  }

  /** The roles that a principal has on a project, and what grants them. */
  public rolesOnProject(project: string, principal: Principal): readonly Grant[] {
    return this.onProjects.get(project)?.to(principal) ?? [];
  }

  /** Every role that a principal has anywhere: on projects and on service accounts. */
  public everyGrantTo(principal: Principal): readonly Grant[] {
    return [...this.onProjects.values(), ...this.onAccounts.values()].flatMap((grants) => grants.to(principal));
  }

  /** The roles that a principal has on a service account: its own grants, and those of the project that it is in. */
  public rolesOnAccount(email: string, principal: Principal): readonly Grant[] {
    const own = this.onAccounts.get(email)?.to(principal) ?? [];
    return [...own, ...this.rolesOnProject(projectOf(email), principal)];
  }

  /** Every grant that counts on a service account. */
  public everyGrantOn(email: string): readonly Grant[] {
    return [...this.grantsOnAccount(email), ...(this.onProjects.get(projectOf(email))?.all ?? [])];
  }

  /** The permissions of a custom role that was read; undefined for every other role. */
  public permissionsOf(role: string): readonly string[] | undefined {
    return this.customRoles.get(role);
  }

  /** Grants of custom roles that were not read to members that may be service accounts of clusters. */
  public get unknownRoles(): readonly Grant[] {
    const all = [...this.onProjects.values(), ...this.onAccounts.values()].flatMap((grants) => grants.all);
    return all.filter(
      ({ role, member }) => CUSTOM_ROLE.test(role) && !this.customRoles.has(role) && !isOfPeople(member),
    );
  }

  /** Every conditional grant to members that may be service accounts of clusters. */
  public get conditionalGrants(): readonly Grant[] {
    const all = [...this.onProjects.values(), ...this.onAccounts.values()].flatMap((grants) => grants.all);
    return all.filter(({ condition, member }) => condition !== undefined && !isOfPeople(member));
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
    if (known?.resource) return;
    const conditions = [known?.condition, provider.condition].filter((one) => one !== undefined);
    const allowedAudiences = [...(known?.allowedAudiences ?? []), ...provider.allowedAudiences];
    this.providers.set(provider.name, { ...provider, allowedAudiences, condition: conditions.join(" || ") });
  }
  public assumeAccount(email: string): void {
    this.accounts.add(email);
  }
}

function readProvider(resource: Resource): PoolProvider {
  const name = String(resource.attribute("name"));
  const oidc = block(resource.argument("oidc"));
  const condition = text(resource.argument("attribute_condition"));
  const mapping = (resource.argument("attribute_mapping") ?? {}) as Record<string, string>;
  return {
    name,
    resource,
    pool: name.replace(/\/providers\/.*$/, ""),
    disabled: resource.argument("disabled") === true,
    issuer: text(oidc.issuer_uri) ?? "",
    allowedAudiences: texts(oidc.allowed_audiences),
    mapping,
    ...(text(oidc.jwks_json) ? { jwks: text(oidc.jwks_json) } : {}),
    ...(condition ? { condition } : {}),
  };
}

/** A binding of a whole policy. */
interface PolicyBinding {
  readonly role: string;
  readonly members?: readonly string[];
  readonly condition?: unknown;
}

function grantsIn(resource: Resource): Grant[] {
  const data = text(resource.argument("policy_data"));
  if (data !== undefined) {
    return bindingsIn(resource, data).flatMap(({ role, members = [], condition }) =>
      members.map((member) => ({ role, member, resource, ...conditionOf(condition) })),
    );
  }
  const role = text(resource.argument("role")) ?? "";
  const members = texts(resource.argument("member") ?? resource.argument("members"));
  return members.map((member) => ({ role, member, resource, ...conditionOf(resource.argument("condition")) }));
}

/** @throws UnresolvedValue for what is no policy */
function bindingsIn(resource: Resource, data: string): readonly PolicyBinding[] {
  try {
    const { bindings } = JSON.parse(data) as { bindings?: readonly PolicyBinding[] };
    return bindings ?? [];
  } catch {
    throw new UnresolvedValue(`${placeOf(resource)}.policy_data`, "is no JSON", "Write it with data.google_iam_policy");
  }
}

function conditionOf(written: unknown): Pick<Grant, "condition"> {
  const expression = text(block(written).expression);
  return expression ? { condition: expression } : {};
}

/** The project that a service account is in. */
function projectOf(email: string): string {
  return /@(.+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? "";
}

function push(map: Map<string, Grants>, key: string, grants: readonly Grant[]): void {
  const known = map.get(key) ?? new Grants();
  map.set(key, known);
  for (const grant of grants) known.add(grant);
}
