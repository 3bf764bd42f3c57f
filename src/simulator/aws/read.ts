import { block, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { AwsAccounts } from "./accounts";
import { uniqueIdOf } from "./assign";
import { clusterOfEntry, controlledEntry } from "./cloud-control-entries";
import { DEFAULT_ACCESS_ENTRY_TYPE, EKS_POLICY_ARN_FORM } from "../../vendor/aws/eks";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";
import { Permissions, RolePermissions, RolePolicy } from "./permissions";
import { PodIdentityAssociation, podIdentityAssociations } from "./pod-identity-associations";
import { ResourcePolicies } from "./resource-policies";
import { issuerInIam } from "../../vendor/aws/iam";

/** An account's registration of an issuer. */
export interface OidcProvider {
  readonly arn: string;
  /** Undefined for one that exists outside what was read. */
  readonly resource?: Resource;
  readonly clientIds: readonly string[];
}

/** An IAM role. */
export interface Role {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  readonly partition: string;
  readonly uniqueId: string;
  readonly maxSeconds: number;
  /** @throws UnresolvedValue */
  readonly trustPolicy: () => string;
  /** Undefined for one that exists outside what was read. */
  readonly resource?: Resource;
  /** The data source of a state or plan that shows the trust policy of a role that exists elsewhere. */
  readonly shownBy?: Resource;
}

/** A role of an account that nothing was read of. Nobody's trust policy is asked, since the role is there already. */
export function roleOfElsewhere(arn: string): Role {
  const [, partition, , , account, name] = arn.split(":");
  return {
    ...{ arn, account, partition, uniqueId: uniqueIdOf(arn), maxSeconds: DEFAULT_MAX_SESSION_SECONDS },
    name: name.split("/").at(-1) ?? "",
    trustPolicy: () => "{}",
  };
}

/** A grant of a cluster to a role. */
export interface AccessEntry {
  readonly resource: Resource;
  readonly principalArn: string;
  readonly userName: string;
  readonly groups: readonly string[];
  readonly type: string;
}

/** An EKS access policy that an entry has. */
export interface PolicyAssociation {
  readonly resource: Resource;
  readonly principalArn: string;
  /** Its name; empty for what is no access policy of the principal's partition. */
  readonly policy: string;
  /** Undefined for the whole cluster. */
  readonly namespaces?: readonly string[];
}

const DEFAULT_MAX_SESSION_SECONDS = 3600;

/** What AWS was told: issuers and roles by account, access entries by cluster. */
export class AwsWorld {
  public readonly accounts: AwsAccounts;
  private readonly providers = new Map<string, OidcProvider>();
  private readonly roles = new Map<string, Role>();
  private readonly entries = new Map<string, AccessEntry[]>();
  private readonly associations = new Map<string, PolicyAssociation[]>();
  private permissionsOfAll?: Permissions;
  private policiesOfResources?: ResourcePolicies;
  private podIdentitiesRead?: readonly PodIdentityAssociation[];
  private readonly accountOfEntry = new Map<string, string | undefined>();
  private readonly regionOfEntry = new Map<string, string>();

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(
    private readonly configuration: Configuration,
    accounts: AwsAccounts,
    leftOut: LeftOut,
  ) {
    this.accounts = accounts;
    leftOut.each(configuration.resources("aws_iam_openid_connect_provider"), (resource) => {
      const arn = String(resource.attribute("arn"));
      this.providers.set(arn, { arn, resource, clientIds: texts(resource.argument("client_id_list")) });
    });
    leftOut.each(configuration.resources("aws_iam_role"), (resource) => this.addRole(resource));
    this.addShown(configuration);
    leftOut.eachGrant(configuration.resources("aws_eks_access_entry"), (resource) => this.addEntry(resource));
    leftOut.eachGrant(configuration.resources("aws_eks_access_policy_association"), (resource) => {
      const { type, namespaces } = block(resource.argument("access_scope"));
      const principalArn = String(resource.argument("principal_arn"));
      gather(this.associations, this.clusterOf(resource, principalArn), {
        resource,
        principalArn,
        policy: accessPolicyIn(text(resource.argument("policy_arn")) ?? "", principalArn),
        ...(type === "cluster" ? {} : { namespaces: texts(namespaces) }),
      });
    });
    const known = this.enteredClusters;
    leftOut.eachGrant(configuration.resources("awscc_eks_access_entry"), (resource) => {
      const { entry, policies } = controlledEntry(resource);
      const cluster = clusterOfEntry(resource, accounts.regionOf(resource.provider), known);
      gather(this.entries, cluster, entry);
      for (const { arn, ...scope } of policies) {
        const { principalArn } = entry;
        gather(this.associations, cluster, {
          ...{ resource, principalArn, policy: accessPolicyIn(arn, principalArn) },
          ...scope,
        });
      }
    });
  }

  /** The registration of an issuer in an account; compared byte for byte, the slash at the end included. */
  public providerOf(issuer: string, account: string, partition: string): OidcProvider | undefined {
    return this.providers.get(`arn:${partition}:iam::${account}:oidc-provider/${issuerInIam(issuer)}`);
  }

  public roleOf(arn: string): Role | undefined {
    return this.roles.get(arn);
  }

  public get everyRole(): readonly Role[] {
    return [...this.roles.values()];
  }

  /** The permission policies of a role; for one that was not read, those that are given to it here. */
  public permissionsOf({ resource, account, name }: Pick<Role, "resource" | "account" | "name">): RolePermissions {
    return resource ? this.permissions.of(resource) : this.permissions.ofName(account, name);
  }

  /** The permission policies of users and groups, by `user eve` or `group devs`. */
  public get permissionsOfPeople(): ReadonlyMap<string, readonly RolePolicy[]> {
    return this.permissions.ofPeople;
  }

  /** The policy of another role's name that is written most like a role's. */
  public nearestPolicy({ name }: Pick<Role, "name">): Candidate | undefined {
    return this.permissions.nearest(name);
  }

  private get permissions(): Permissions {
    return (this.permissionsOfAll ??= new Permissions(this.configuration, (one) =>
      unlessUnresolved(() => this.accounts.of(one), ""),
    ));
  }

  /** The associations by which EKS Pod Identity gives roles to pods. */
  public get podIdentities(): readonly PodIdentityAssociation[] {
    return (this.podIdentitiesRead ??= podIdentityAssociations(this.configuration, this.accounts));
  }

  /** The policies of buckets, keys, secrets, queues and topics. */
  public get resourcePolicies(): ResourcePolicies {
    return (this.policiesOfResources ??= new ResourcePolicies(this.configuration, this.accounts));
  }

  /** The ARNs of the clusters that have access entries. */
  public get clusterNames(): readonly string[] {
    return [...this.entries.keys()];
  }

  /** The ARNs of the clusters that have access entries or access policies. */
  public get enteredClusters(): readonly string[] {
    return [...new Set([...this.entries.keys(), ...this.associations.keys()])];
  }

  public entriesOf(cluster: string): readonly AccessEntry[] {
    return this.entries.get(cluster) ?? [];
  }

  public associationsOf(cluster: string): readonly PolicyAssociation[] {
    return this.associations.get(cluster) ?? [];
  }

  /** Every registration by its ARN. */
  public get everyProvider(): readonly Candidate[] {
    return [...this.providers.values()].map(written);
  }

  /** The registration that is written most like the one looked for, and the same for roles and entries. */
  public nearestProvider(arn: string): Candidate | undefined {
    return nearest(arn, this.everyProvider);
  }
  public nearestRole(arn: string): Candidate | undefined {
    return nearest(arn, [...this.roles.values()].map(written));
  }
  public nearestEntry(cluster: string, principalArn: string): Candidate | undefined {
    const all = [...this.entries].flatMap(([name, entries]) =>
      entries.map((entry) => ({ text: `${name} ${entry.principalArn}`, resource: entry.resource })),
    );
    const elsewhere = all.find(({ text }) => text.endsWith(` ${principalArn}`));
    // The ARN of a session has the role's name without its path, and that of another account the same name.
    const name = principalArn.split("/").at(-1) ?? "";
    const ofName = all.find(({ text }) => text.startsWith(`${cluster} `) && text.split("/").includes(name, 1));
    return nearest(`${cluster} ${principalArn}`, all) ?? elsewhere ?? ofName;
  }

  /** Whether an OIDC provider is part of what was read. */
  public isRead(arn: string): boolean {
    return this.providers.get(arn)?.resource !== undefined;
  }

  /** Believes that an issuer is registered outside what was read. */
  public assumeProvider(arn: string, clientId: string): void {
    const known = this.providers.get(arn);
    if (!known) this.providers.set(arn, { arn, clientIds: [clientId] });
    else if (!known.resource) this.providers.set(arn, { arn, clientIds: [...known.clientIds, clientId] });
  }

  /** Believes that a role exists outside what was read, and that its trust policy has this statement among others. */
  public assumeRole(arn: string, statement?: object): void {
    const known = this.roles.get(arn);
    if (known?.resource ?? known?.shownBy) return;
    const { Statement: others = [] } = JSON.parse(known?.trustPolicy() ?? "{}") as { Statement?: object[] };
    const [, partition, , , account, name] = arn.split(":");
    const statements = [...others, ...(statement ? [statement] : [])];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    this.roles.set(arn, {
      ...{ arn, account, partition, uniqueId: uniqueIdOf(arn), maxSeconds: DEFAULT_MAX_SESSION_SECONDS },
      name: name.split("/").at(-1) ?? "",
      trustPolicy: () => policy,
    });
  }

  private addRole(resource: Resource, is: "resource" | "shownBy" = "resource"): void {
    const arn = String(resource.attribute("arn"));
    const [, partition, , , account] = arn.split(":");
    this.roles.set(arn, {
      arn,
      account,
      partition,
      name: arn.split("/").at(-1) ?? "",
      // A state and a plan show the id that IAM drew.
      uniqueId: unlessUnresolved(() => text(resource.attribute("unique_id")), undefined) ?? uniqueIdOf(arn),
      maxSeconds: Number(resource.argument("max_session_duration") ?? DEFAULT_MAX_SESSION_SECONDS),
      trustPolicy: () => text(resource.argument("assume_role_policy")) ?? "{}",
      [is]: resource,
    });
  }

  /** What data sources show of objects that exist elsewhere; those of a synthesized stack were not asked yet. */
  private addShown(configuration: Configuration): void {
    const each = (type: string, told: string, add: (resource: Resource, arn: string) => void) => {
      for (const resource of configuration.dataSources(type)) {
        const arn = unlessUnresolved(
          () => text(resource.attribute(told)) && text(resource.attribute("arn")),
          undefined,
        );
        if (arn) add(resource, arn);
      }
    };
    each("aws_iam_openid_connect_provider", "client_id_list", (resource, arn) => {
      const clientIds = texts(resource.attribute("client_id_list"));
      if (!this.providers.has(arn)) this.providers.set(arn, { arn, resource, clientIds });
    });
    each("aws_iam_role", "assume_role_policy", (resource, arn) => {
      if (!this.roles.has(arn)) this.addRole(resource, "shownBy");
    });
  }

  private addEntry(resource: Resource): void {
    const principalArn = String(resource.argument("principal_arn"));
    gather(this.entries, this.clusterOf(resource, principalArn), {
      resource,
      principalArn,
      userName: text(resource.argument("user_name")) ?? "",
      groups: texts(resource.argument("kubernetes_groups")),
      type: text(resource.argument("type")) ?? DEFAULT_ACCESS_ENTRY_TYPE,
    });
  }

  /** The ARN of the cluster that an entry or an association is of. */
  private clusterOf(resource: Resource, principalArn: string): string {
    const name = String(resource.argument("cluster_name"));
    // A state shows no provider, but an entry's own ARN; the principal may be of another account. Before version 6 of the provider,
    // a state has no region either, and of an association nothing but its entry tells it.
    const own = resource.provider ? undefined : text(resource.argument("access_entry_arn"));
    const ofEntry = `${resource.stack} ${name} ${principalArn}`;
    const known = own?.split(":")[3] ?? (resource.provider ? undefined : this.regionOfEntry.get(ofEntry));
    const region = text(resource.argument("region")) ?? known ?? this.accounts.regionOf(resource.provider);
    this.regionOfEntry.set(ofEntry, region);
    const entry = `${resource.stack} ${region} ${name} ${principalArn}`;
    const account = (own ?? resource.provider) ? this.accounts.of(resource, own) : this.accountOfEntry.get(entry);
    this.accountOfEntry.set(entry, account ?? principalArn.split(":")[4]);
    return `arn:${principalArn.split(":")[1]}:eks:${region}:${this.accountOfEntry.get(entry)}:cluster/${name}`;
  }
}

/** The name of an access policy, which is of the same partition as the principal that it is for. */
function accessPolicyIn(arn: string, principalArn: string): string {
  const [, partition, name = ""] = EKS_POLICY_ARN_FORM.exec(arn) ?? [];
  return partition === principalArn.split(":")[1] ? name : "";
}

function written({ arn, resource }: OidcProvider | Role): Candidate {
  return { text: arn, resource };
}
