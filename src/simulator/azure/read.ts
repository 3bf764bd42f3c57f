import { blocks, Configuration, Resource, text, texts } from "../../terraform";
import { MAX_FEDERATED_CREDENTIALS } from "../../vendor/azure/entra";
import {
  applicationFlexibleCredential,
  applicationFlexibleCredentials,
  azapiFlexibleCredential,
  FlexibleCredential,
} from "./flexible-credentials";
import { isManagementGroup, ManagementGroups } from "./management-groups";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";
import { applicationCredential, applicationCredentials, applications } from "./applications";
import { conditionIn } from "./assignment-condition";
import { pimAssignment } from "./pim";
import { azapiAssignments, azapiCredentials, azapiDenials, azapiObject, credentialIn } from "./azapi";
import { DenyAssignment, denyAssignmentIn } from "./deny-assignments";
import { assignedRole, lastSegment } from "./named-roles";
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

/** A federated identity credential. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly resource?: Resource;
}

/** A role assignment: a role of a principal on a scope. */
export interface RoleAssignment {
  readonly scope: string;
  /** The role definition's id, its last segment; its name where the assignment names a role whose id is not known. */
  readonly roleId: string;
  readonly principalId: string;
  /** A condition on attributes. */
  readonly condition?: string;
  readonly resource: Resource;
}

/** What one block of a role permits, as it is written. */
export interface CustomPermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** What Azure was told: identities with their federated credentials, and role assignments. */
export class AzureWorld {
  private readonly byClient = new Map<string, ManagedIdentity>();
  private readonly credentials = new Map<string, FederatedCredential[]>();
  private readonly flexible = new Map<string, FlexibleCredential[]>();
  private readonly assignments = new Map<string, RoleAssignment[]>();
  private readonly eligible: RoleAssignment[] = [];
  private readonly denials: DenyAssignment[] = [];
  private readonly customRoles = new Map<string, readonly CustomPermission[]>();
  private readonly tenants = new Set<string>();
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
    leftOut.eachGrant(configuration.resources("azurerm_federated_identity_credential"), (resource) => {
      const parent = text(resource.argument("parent_id") ?? resource.argument("user_assigned_identity_id")) ?? "";
      gather(this.credentials, parent.toLowerCase(), {
        issuer: text(resource.argument("issuer")) ?? "",
        subject: text(resource.argument("subject")) ?? "",
        audience: texts(resource.argument("audience"))[0] ?? "",
        resource,
      });
    });
    for (const one of applications(configuration, (resource) => subscriptions.tenantOf(resource))) {
      this.addIdentity(one);
    }
    leftOut.eachGrant(applicationCredentials(configuration), (resource) => {
      const { application, ...credential } = applicationCredential(resource);
      gather(this.credentials, application.toLowerCase(), credential);
    });
    leftOut.eachGrant(azapiCredentials(configuration), (resource) => {
      const flexible = azapiFlexibleCredential(resource);
      const object = azapiObject(resource);
      if (flexible) gather(this.flexible, object.parent.toLowerCase(), flexible);
      else gather(this.credentials, object.parent.toLowerCase(), { ...credentialIn(object), resource });
    });
    leftOut.eachGrant(applicationFlexibleCredentials(configuration), (resource) => {
      const one = applicationFlexibleCredential(resource);
      gather(this.flexible, one.parent.toLowerCase(), one);
    });
    leftOut.eachGrant(azapiAssignments(configuration), (resource) => {
      const { parent: scope, properties } = azapiObject(resource);
      const principalId = text(properties.principalId) ?? "";
      const condition = conditionIn(text(properties.condition), text(properties.conditionVersion));
      gather(this.assignments, principalId.toLowerCase(), {
        ...{
          scope,
          principalId,
          roleId: assignedRole(configuration, { id: text(properties.roleDefinitionId) ?? "" }).id,
        },
        ...(condition ? { condition } : {}),
        resource,
      });
    });
    leftOut.eachGrant(azapiDenials(configuration), (resource) => {
      const deny = denyAssignmentIn(resource);
      if (deny) this.denials.push(deny);
    });
    leftOut.each(configuration.resources("azurerm_role_definition"), (resource) => {
      const permissions = blocks(resource.argument("permissions")).map((one) => ({
        actions: texts(one.actions),
        notActions: texts(one.not_actions),
        dataActions: texts(one.data_actions),
        notDataActions: texts(one.not_data_actions),
      }));
      this.customRoles.set(String(resource.argument("name")).toLowerCase(), permissions);
      this.customRoles.set(lastSegment(String(resource.attribute("role_definition_resource_id"))), permissions);
    });
    leftOut.eachGrant(configuration.resources("azurerm_role_assignment"), (resource) => {
      const principalId = String(resource.argument("principal_id"));
      const condition = conditionIn(text(resource.argument("condition")), text(resource.argument("condition_version")));
      gather(this.assignments, principalId.toLowerCase(), {
        scope: String(resource.argument("scope")),
        roleId: assignedRole(configuration, {
          id: text(resource.argument("role_definition_id")),
          name: text(resource.argument("role_definition_name")),
        }).id,
        principalId,
        ...(condition ? { condition } : {}),
        resource,
      });
    });
    leftOut.eachGrant(configuration.resources("azurerm_pim_active_role_assignment"), (resource) => {
      const one = pimAssignment(configuration, resource);
      gather(this.assignments, one.principalId.toLowerCase(), one);
    });
    leftOut.eachGrant(configuration.resources("azurerm_pim_eligible_role_assignment"), (resource) => {
      this.eligible.push(pimAssignment(configuration, resource));
    });
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

  public credentialsOf(identity: ManagedIdentity): readonly FederatedCredential[] {
    return this.credentials.get(identity.id.toLowerCase()) ?? [];
  }

  /** Those with an expression in place of a subject. */
  public flexibleCredentialsOf(identity: ManagedIdentity): readonly FlexibleCredential[] {
    return this.flexible.get(identity.id.toLowerCase()) ?? [];
  }

  /** Whether an identity has more credentials than Azure takes; which of them it refuses follows from the order of the apply. */
  public hasTooManyCredentials(identity: ManagedIdentity): boolean {
    return (
      this.credentialsOf(identity).length + this.flexibleCredentialsOf(identity).length > MAX_FEDERATED_CREDENTIALS
    );
  }

  /** Whether a scope reaches a resource; undefined for a management group of which nothing tells whether it does. */
  public reaches(scope: string, resource: string): boolean | undefined {
    if (isManagementGroup(scope)) return this.groups.holds(scope, resource) ? true : undefined;
    const [asked, own] = [resource, scope].map((one) => one.toLowerCase().replace(/\/+$/, ""));
    return asked === own || asked.startsWith(`${own}/`);
  }

  public assignmentsOf(principalId: string): readonly RoleAssignment[] {
    return this.assignments.get(principalId.toLowerCase()) ?? [];
  }

  /** Those of whatever principal on a resource or above it. */
  public assignmentsOn(resource: string): readonly RoleAssignment[] {
    const asked = `${resource.toLowerCase()}/`;
    return [...this.assignments.values()].flat().filter(({ scope }) => asked.startsWith(`${scope.toLowerCase()}/`));
  }

  public get everyAssignment(): readonly RoleAssignment[] {
    return [...this.assignments.values()].flat();
  }

  /** What keeps principals from what they are assigned. */
  public get denyAssignments(): readonly DenyAssignment[] {
    return this.denials;
  }

  /** Roles that users and groups may activate. Azure activates none for an identity of workloads. */
  public get eligibleAssignments(): readonly RoleAssignment[] {
    return this.eligible;
  }

  /** The scopes of every role assignment. */
  public get everyScope(): readonly string[] {
    return this.everyAssignment.map(({ scope }) => scope);
  }

  /** The operations that custom roles name in full. */
  public get customOperations(): readonly string[] {
    const permissions = [...this.customRoles.values()].flat();
    return permissions
      .flatMap(({ actions, dataActions }) => [...actions, ...dataActions])
      .filter((one) => !one.includes("*"));
  }

  /** A role of one's own that was read, by its id or name. */
  public customRoleOf(roleId: string): readonly CustomPermission[] | undefined {
    return this.customRoles.get(roleId.toLowerCase());
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
