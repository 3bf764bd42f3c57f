import { AZURE_ROLE_IDS_BY_NAME } from "../../vendor/azure/roles";
import { blocks, Configuration, Resource, text, texts } from "../../terraform";
import { MAX_FEDERATED_CREDENTIALS } from "../../vendor/azure/entra";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { Candidate, nearest } from "../nearest";

/** A user-assigned managed identity. */
export interface ManagedIdentity {
  /** Its resource id. */
  readonly id: string;
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
  readonly tenantId: string;
  /** Undefined for one that exists outside what was read. */
  readonly resource?: Resource;
}

/** A federated identity credential. */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly resource?: Resource;
}

/** A role that somebody has on a scope. */
export interface RoleAssignment {
  readonly scope: string;
  /** The role definition's id, its last segment; its name where the assignment names a role whose id is not known. */
  readonly roleId: string;
  readonly principalId: string;
  readonly resource: Resource;
}

/** What one block of a role of one's own permits on data, as it is written. */
export interface CustomPermission {
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** What Azure was told: identities with their federated credentials, and role assignments. */
export class AzureWorld {
  private readonly byClient = new Map<string, ManagedIdentity>();
  private readonly credentials = new Map<string, FederatedCredential[]>();
  private readonly assignments = new Map<string, RoleAssignment[]>();
  private readonly customRoles = new Map<string, readonly CustomPermission[]>();
  private readonly tenants = new Set<string>();

  /** @throws UnresolvedValue for a grant that cannot be known */
  public constructor(configuration: Configuration, leftOut: LeftOut) {
    leftOut.each(configuration.resources("azurerm_user_assigned_identity"), (resource) =>
      this.addIdentity({
        id: String(resource.attribute("id")),
        clientId: String(resource.attribute("client_id")),
        principalId: String(resource.attribute("principal_id")),
        tenantId: String(resource.attribute("tenant_id")),
        resource,
      }),
    );
    for (const resource of configuration.resources("azurerm_federated_identity_credential")) {
      const parent = text(resource.argument("parent_id") ?? resource.argument("user_assigned_identity_id")) ?? "";
      gather(this.credentials, parent.toLowerCase(), {
        issuer: text(resource.argument("issuer")) ?? "",
        subject: text(resource.argument("subject")) ?? "",
        audience: texts(resource.argument("audience"))[0] ?? "",
        resource,
      });
    }
    leftOut.each(configuration.resources("azurerm_role_definition"), (resource) => {
      const permissions = blocks(resource.argument("permissions")).map(({ data_actions, not_data_actions }) => ({
        dataActions: texts(data_actions),
        notDataActions: texts(not_data_actions),
      }));
      this.customRoles.set(String(resource.argument("name")), permissions);
      this.customRoles.set(lastSegment(String(resource.attribute("role_definition_resource_id"))), permissions);
    });
    for (const resource of configuration.resources("azurerm_role_assignment")) {
      const principalId = String(resource.argument("principal_id"));
      gather(this.assignments, principalId.toLowerCase(), {
        scope: String(resource.argument("scope")),
        roleId: roleIdOf(resource),
        principalId,
        resource,
      });
    }
  }

  public knowsTenant(tenant: string): boolean {
    return this.tenants.has(tenant.toLowerCase());
  }

  /** The identity of a client id in a tenant. */
  public identityOf(tenant: string, clientId: string): ManagedIdentity | undefined {
    const identity = this.byClient.get(clientId.toLowerCase());
    return identity?.tenantId.toLowerCase() === tenant.toLowerCase() ? identity : undefined;
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

  /** Whether an identity has more credentials than Azure takes; which of them it refuses follows from the order of the apply. */
  public hasTooManyCredentials(identity: ManagedIdentity): boolean {
    return this.credentialsOf(identity).length > MAX_FEDERATED_CREDENTIALS;
  }

  public assignmentsOf(principalId: string): readonly RoleAssignment[] {
    return this.assignments.get(principalId.toLowerCase()) ?? [];
  }

  /** A role of one's own that was read, by its id or name. */
  public customRoleOf(roleId: string): readonly CustomPermission[] | undefined {
    return this.customRoles.get(roleId);
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

function roleIdOf(resource: Resource): string {
  const id = text(resource.argument("role_definition_id"));
  if (id !== undefined) return lastSegment(id);
  const name = text(resource.argument("role_definition_name")) ?? "";
  return AZURE_ROLE_IDS_BY_NAME[name] ?? name;
}

function lastSegment(id: string): string {
  return (id.split("/").at(-1) ?? "").toLowerCase();
}
