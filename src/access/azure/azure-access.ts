import { isLiteral, problem, Risk } from "../../common";
import { Access } from "../access";
import { addressProblem } from "../grant-address";
import { TimeWindow } from "../../common/time-window";
import { AZURE_DATA_ROLE_IDS } from "../../vendor/azure/data-roles";
import { UUID_FORM } from "../../vendor/azure/entra";
import { PRIVILEGED_ROLES_BY_ID } from "../../vendor/azure/roles";

const SCOPE =
  /^\/(subscriptions\/[0-9a-f-]{36}(\/.*[^/])?|providers\/Microsoft\.Management\/managementGroups\/[^/]+)$/i;

/**
 * What a service account may do in an Azure subscription: a role at one scope. It is an intent: `AzureTrust` assigns
 * the role to the identity that the service account federates into.
 *
 * Azure role-based access control documentation: "Azure built-in roles"
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 *
 * @example
 *
 * const secrets = AzureAccess.readSecrets(vault.id);
 * const blobs = AzureAccess.readBlobs(`${account.id}/blobServices/default/containers/exports`);
 */
export class AzureAccess extends Access {
  /**
   * A role at a scope.
   *
   * @param role a built-in data role's name, or the id of any role: a UUID or the full resource id of its definition
   * @param scope the resource id of a resource, resource group or subscription; wider than a resource warns
   */
  public static role(role: string, scope: string): AzureAccess {
    return new AzureAccess(role, scope);
  }

  /**
   * List and read blobs (Storage Blob Data Reader). To list the containers themselves, the scope must be the account.
   *
   * @param scope the resource id of a storage account, or of one container:
   * `<account>/blobServices/default/containers/<container>`
   */
  public static readBlobs(scope: string): AzureAccess {
    return new AzureAccess("Storage Blob Data Reader", scope);
  }

  /**
   * Read, write and delete blobs (Storage Blob Data Contributor).
   *
   * @param scope the resource id of a storage account or of one container
   */
  public static writeBlobs(scope: string): AzureAccess {
    return new AzureAccess("Storage Blob Data Contributor", scope);
  }

  /**
   * Read the values of secrets (Key Vault Secrets User). The vault must be in the RBAC mode.
   *
   * @param scope the resource id of a vault, or of one secret: `<vault>/secrets/<name>`
   */
  public static readSecrets(scope: string): AzureAccess {
    return new AzureAccess("Key Vault Secrets User", scope);
  }

  /**
   * Encrypt, decrypt, sign and verify with keys (Key Vault Crypto User). The vault must be in the RBAC mode.
   *
   * @param scope the resource id of a vault, or of one key: `<vault>/keys/<name>`
   */
  public static useKeys(scope: string): AzureAccess {
    return new AzureAccess("Key Vault Crypto User", scope);
  }

  /**
   * Add messages to queues of a storage account (Storage Queue Data Message Sender).
   *
   * @param scope the resource id of a storage account, or of one queue: `<account>/queueServices/default/queues/<name>`
   */
  public static sendToQueue(scope: string): AzureAccess {
    return new AzureAccess("Storage Queue Data Message Sender", scope);
  }

  /**
   * Peek, receive and delete messages of queues of a storage account (Storage Queue Data Message Processor).
   *
   * @param scope the resource id of a storage account or of one queue
   */
  public static receiveFromQueue(scope: string): AzureAccess {
    return new AzureAccess("Storage Queue Data Message Processor", scope);
  }

  /**
   * Send messages through Service Bus (Azure Service Bus Data Sender).
   *
   * @param scope the resource id of a namespace, or of one queue or topic in it
   */
  public static sendToServiceBus(scope: string): AzureAccess {
    return new AzureAccess("Azure Service Bus Data Sender", scope);
  }

  /**
   * Receive messages from Service Bus (Azure Service Bus Data Receiver).
   *
   * @param scope the resource id of a namespace, or of one queue or subscription in it
   */
  public static receiveFromServiceBus(scope: string): AzureAccess {
    return new AzureAccess("Azure Service Bus Data Receiver", scope);
  }

  private constructor(
    /** The role as it was given: a name of a data role, or an id. */
    public readonly roleName: string,
    /** The scope: a resource id. */
    public readonly scope: string,
    private readonly window?: TimeWindow,
    private readonly address?: AzureAccess,
  ) {
    super();
  }

  /**
   * The same access, at the Terraform address of another one: an address is made of role and scope, so a scope that is a
   * literal today and a token tomorrow would move it. Two grants of one subject cannot share an address.
   *
   * @param access the access as it was written before, or any one whose role and scope are literals; it grants nothing
   */
  public addressedAs(access: AzureAccess): AzureAccess {
    return new AzureAccess(this.roleName, this.scope, this.window, access);
  }

  /**
   * What tells the grant from every other one of its identity.
   * @internal
   */
  public get _facts(): readonly (string | undefined)[] {
    return [this.roleId ?? this.roleName, this.scope];
  }

  /**
   * The access of whose values the grant's address is made.
   * @internal
   */
  public get _addressed(): AzureAccess {
    return this.address ?? this;
  }

  /**
   * Refused at synth: role assignments of Azure have no end. For an access with an end, assign the role to the trust's
   * identity by Privileged Identity Management.
   *
   * @param instant UTC, such as `2027-01-31T18:00:00Z`
   */
  public until(instant: string): AzureAccess {
    return new AzureAccess(this.roleName, this.scope, new TimeWindow(undefined, instant), this.address);
  }

  /**
   * Refused at synth, as `until` is.
   *
   * @param from UTC, such as `2027-01-01T00:00:00Z`
   * @param until UTC
   */
  public between(from: string, until: string): AzureAccess {
    return new AzureAccess(this.roleName, this.scope, new TimeWindow(from, until), this.address);
  }

  /** The role's id, a UUID; undefined where only the full id of its definition is known, or nothing. */
  public get roleId(): string | undefined {
    if (!isLiteral(this.roleName)) return undefined;
    const named = Object.entries(AZURE_DATA_ROLE_IDS).find(([name]) => name === this.roleName);
    if (named) return named[1];
    const last = this.roleName.replace(/^.*\/roleDefinitions\//i, "").toLowerCase();
    return UUID_FORM.test(last) ? last : undefined;
  }

  /** The access in a few words, for reports and messages. */
  public describe(): string {
    const where = isLiteral(this.scope)
      ? this.scope.split("/").slice(-2).join(" ")
      : "a scope that is not known at synth";
    return `${isLiteral(this.roleName) ? this.roleName : "a role that is not known at synth"} on ${where}`;
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const { roleName: role, scope, roleId, window } = this;
    return [
      addressProblem(this.address?._facts, this.address?.describe() ?? ""),
      window
        ? problem(
            "access until",
            "role assignments of Azure have no end",
            "Leave it out, or assign the role to the trust's identity by Privileged Identity Management",
          )
        : undefined,
      isLiteral(role) && roleId === undefined
        ? problem(
            "access role",
            `"${role}" is neither a data role that is known here nor an id`,
            `Give the role's id, a UUID, or one of ${Object.keys(AZURE_DATA_ROLE_IDS).join(", ")}`,
          )
        : undefined,
      isLiteral(scope) && !SCOPE.test(scope)
        ? problem(
            "access scope",
            `"${scope}" is not a scope`,
            "Give a resource id: /subscriptions/<id>/resourceGroups/<name>/providers/…",
          )
        : undefined,
    ];
  }

  /** @internal */
  public _risks(): Risk[] {
    const { roleId, scope } = this;
    const control = roleId === undefined ? undefined : PRIVILEGED_ROLES_BY_ID[roleId];
    const isGroup = isLiteral(scope) && /^\/providers\/Microsoft\.Management\/managementGroups\//i.test(scope);
    const depth = isLiteral(scope) && !isGroup ? scope.split("/").length : 9;
    const risks: Risk[] = [];
    if (control !== undefined) {
      const message = `${control} grants management of resources and their access, and no access to data by itself.`;
      risks.push({ code: "administrator-role", message });
    }
    if (isGroup) {
      const message = `${this.describe()}: the role holds in every subscription of the management group.`;
      risks.push({ code: "management-group-wide-grant", message });
    }
    if (depth <= 3) {
      const message = `${this.describe()}: the role holds in the whole subscription.`;
      risks.push({ code: "subscription-wide-grant", message });
    }
    if (depth === 5) {
      const message = `${this.describe()}: the role holds in the whole resource group.`;
      risks.push({ code: "resource-group-wide-grant", message });
    }
    return risks;
  }
}
