import { Configuration, Resource } from "../../terraform";
import { MAX_FEDERATED_CREDENTIALS } from "../../vendor/azure/entra";
import { FederatedCredential, FederatedCredentials } from "./federated-credentials";
import { FlexibleCredential } from "./flexible-credentials";
import { isManagementGroup, ManagementGroups } from "./management-groups";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";
import { applications } from "./applications";
import { azapiDenials } from "./azapi";
import { CosmosRoles } from "./cosmos-roles";
import { CustomPermission, CustomRoles } from "./custom-roles";
import { DenyAssignment, denyAssignmentIn } from "./deny-assignments";
import { DirectoryGroups } from "./directory-groups";
import { lastSegment } from "./named-roles";
import { RoleAssignment, RoleAssignments } from "./role-assignments";
import { AzureSubscriptions } from "./subscriptions";
import { Vaults } from "./vaults";

/** A user-assigned managed identity, or an application of Entra with its service principal. */
export interface ManagedIdentity {
  /** Its resource id. */
  readonly id: string;
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
  readonly tenantId: string;
  /** Undefined for one that exists outside what was read. */
  readonly resource?: Resource;
  /** The service principal's own resource, of an application. */
  readonly servicePrincipal?: Resource;
  /** Whether the service principal is switched off. */
  readonly isDisabled?: boolean;
  /** Whether the application has a password beside. */
  readonly hasSecret?: boolean;
  /** Who may change the application or its service principal, and by that act as it. */
  readonly owners?: readonly ApplicationOwner[];
}

/** An owner of an application or of its service principal. */
export interface ApplicationOwner {
  /** The object id; words where it is not known. */
  readonly id: string;
  /** What names the owner: the application or the service principal. */
  readonly resource: Resource;
}

/** A role assignment that Azure refuses. */
export interface RefusedAssignment {
  readonly assignment: RoleAssignment;
  readonly argument: string;
  readonly reason: string;
}

/** What Azure was told: identities with their federated credentials, and role assignments. */
export class AzureWorld {
  private readonly byClient = new Map<string, ManagedIdentity>();
  private readonly credentials: FederatedCredentials;
  private readonly assignments: RoleAssignments;
  private readonly denials: DenyAssignment[] = [];
  private readonly customRoles: CustomRoles;
  private readonly directory: DirectoryGroups;
  private readonly tenants = new Set<string>();
  /** Who decides on data of Cosmos DB. */
  public readonly cosmos: CosmosRoles;
  /** Who decides on secrets and keys. */
  public readonly vaults: Vaults;
  public readonly groups: ManagementGroups;

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(configuration: Configuration, leftOut: LeftOut, subscriptions: AzureSubscriptions) {
    leftOut.each(configuration.resources("azurerm_user_assigned_identity"), (resource) =>
      this.addIdentity({
        id: String(resource.attribute("id")),
        clientId: String(resource.attribute("client_id")),
        principalId: String(resource.attribute("principal_id")),
        tenantId: String(resource.attribute("tenant_id")),
        resource,
      }),
    );
    for (const one of applications(configuration, (resource) => subscriptions.tenantOf(resource))) {
      this.addIdentity(one);
    }
    this.credentials = new FederatedCredentials(configuration, leftOut);
    leftOut.eachGrant(azapiDenials(configuration), (resource) => {
      const deny = denyAssignmentIn(resource);
      if (deny) this.denials.push(deny);
    });
    this.customRoles = new CustomRoles(configuration, leftOut);
    this.assignments = new RoleAssignments(configuration, leftOut);
    this.directory = new DirectoryGroups(configuration);
    this.cosmos = new CosmosRoles(configuration, leftOut);
    this.vaults = new Vaults(configuration, leftOut);
    this.groups = new ManagementGroups(configuration);
  }

  public knowsTenant(tenant: string): boolean {
    return this.tenants.has(tenant.toLowerCase());
  }

  /** The identity of a client id in a tenant. */
  public identityOf(tenant: string, clientId: string): ManagedIdentity | undefined {
    const identity = this.byClient.get(clientId.toLowerCase());
    return identity?.tenantId.toLowerCase() === tenant.toLowerCase() ? identity : undefined;
  }

  /** The identity of a client id, of whatever tenant. */
  public identityOfClient(clientId: string): ManagedIdentity | undefined {
    return this.byClient.get(clientId.toLowerCase());
  }

  /** Whether an object id is an identity's that is known. */
  public isPrincipal(objectId: string): boolean {
    const asked = objectId.toLowerCase();
    return [...this.byClient.values()].some(({ principalId }) => principalId.toLowerCase() === asked);
  }

  /** The identity whose client id is written most like the one looked for. */
  public nearestIdentity(clientId: string): Candidate | undefined {
    return nearest(
      clientId,
      [...this.byClient.values()].map((one) => ({ text: one.clientId, resource: one.resource })),
    );
  }

  /** The federated credentials of an identity, as far as Azure stores them. */
  public credentialsOf(identity: ManagedIdentity): readonly FederatedCredential[] {
    return this.credentials.writtenFor(identity.id).filter(({ fault }) => fault === undefined);
  }

  /** The credentials by which Azure exchanges tokens; of two in conflict one, whichever of them Azure stores. */
  public admittingCredentialsOf({ id }: ManagedIdentity): readonly FederatedCredential[] {
    return this.credentials.admittingFor(id);
  }

  /** Those with an expression in place of a subject. */
  public flexibleCredentialsOf(identity: ManagedIdentity): readonly FlexibleCredential[] {
    return this.credentials.flexibleFor(identity.id).filter(({ fault }) => fault === undefined);
  }

  /** All that are written for an identity, also those that Azure refuses. */
  public writtenCredentialsOf({ id }: ManagedIdentity): readonly (FederatedCredential | FlexibleCredential)[] {
    return [...this.credentials.writtenFor(id), ...this.credentials.flexibleFor(id)];
  }

  /** Whether an identity has more credentials than Azure takes; which of them it refuses follows from the order of the apply. */
  public hasTooManyCredentials(identity: ManagedIdentity): boolean {
    return (
      this.credentialsOf(identity).length + this.flexibleCredentialsOf(identity).length > MAX_FEDERATED_CREDENTIALS
    );
  }

  /** Whether a scope reaches a resource; undefined for a management group of which nothing tells whether it does. */
  public reaches(scope: string, resource: string): boolean | undefined {
    if (isManagementGroup(scope)) {
      // The root group, which has everything of a tenant, is called as the tenant.
      const isRoot = this.tenants.size === 1 && this.tenants.has(lastSegment(scope));
      return isRoot || this.groups.holds(scope, resource) ? true : undefined;
    }
    const [asked, own] = [resource, scope].map((one) => one.toLowerCase().replace(/\/+$/, ""));
    return asked === own || asked.startsWith(`${own}/`);
  }

  /** The roles of a service principal and of the groups that it is in, without those that Azure does not assign. */
  public assignmentsOf(principalId: string): readonly RoleAssignment[] {
    return this.claimedBy(principalId).filter((one) => this.refusalOf(one, principalId) === undefined);
  }

  /** The assignments to a service principal, or to a group with it, that Azure refuses, with the reason. */
  public refusedAssignmentsOf(principalId: string): readonly RefusedAssignment[] {
    return this.claimedBy(principalId).flatMap((assignment) => {
      const refusal = this.refusalOf(assignment, principalId);
      return refusal === undefined ? [] : [{ assignment, ...refusal }];
    });
  }

  /** The groups of Entra that a principal is in, by their object ids. */
  public groupsOf(principalId: string): readonly string[] {
    return this.directory.of(principalId);
  }

  private claimedBy(principalId: string): readonly RoleAssignment[] {
    return [principalId, ...this.groupsOf(principalId)].flatMap((one) => this.assignments.of(one));
  }

  private refusalOf({ principalId, principalType: type, roleId, scope }: RoleAssignment, servicePrincipal: string) {
    const isOwn = principalId.toLowerCase() === servicePrincipal.toLowerCase();
    const wanted = isOwn ? "ServicePrincipal" : "Group";
    if (type !== undefined && type.toLowerCase() !== wanted.toLowerCase()) {
      const what = isOwn ? "a service principal" : "a group";
      return { argument: "principal_type", reason: `principal_type is "${type}", and ${principalId} is ${what}` };
    }
    const reason = this.customRoles.refusalOf(roleId, scope, (one, other) => this.reaches(one, other));
    return reason === undefined ? undefined : { argument: "scope", reason };
  }

  /** Those of whatever principal on a resource or above it. */
  public assignmentsOn(resource: string): readonly RoleAssignment[] {
    const asked = `${resource.toLowerCase()}/`;
    return this.everyAssignment.filter(({ scope }) => asked.startsWith(`${scope.toLowerCase()}/`));
  }

  public get everyAssignment(): readonly RoleAssignment[] {
    return this.assignments.all;
  }

  /** What keeps principals from what they are assigned. */
  public get denyAssignments(): readonly DenyAssignment[] {
    return this.denials;
  }

  /** Roles that users and groups may activate. Azure activates none for an identity of workloads. */
  public get eligibleAssignments(): readonly RoleAssignment[] {
    return this.assignments.eligible;
  }

  /** The scopes of every role assignment. */
  public get everyScope(): readonly string[] {
    return this.everyAssignment.map(({ scope }) => scope);
  }

  /** The operations that custom roles name in full. */
  public get customOperations(): readonly string[] {
    return this.customRoles.operations;
  }

  /** A role of one's own that was read, by its id or name. */
  public customRoleOf(roleId: string): readonly CustomPermission[] | undefined {
    return this.customRoles.permissionsOf(roleId);
  }

  /** Believes that an identity exists outside what was read. */
  public assumeIdentity(identity: ManagedIdentity): void {
    if (!this.byClient.has(identity.clientId.toLowerCase())) this.addIdentity(identity);
  }

  private addIdentity(identity: ManagedIdentity): void {
    this.byClient.set(identity.clientId.toLowerCase(), identity);
    this.tenants.add(identity.tenantId.toLowerCase());
  }
}
