import { block, blocks, Configuration, isOn, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";
import { apiVersionOf, azapiObject, azapiVaults } from "./azapi";

/** What an access policy of a vault gives to a principal. */
export interface VaultPolicy {
  readonly principalId: string;
  readonly tenantId: string;
  readonly secrets: readonly string[];
  readonly keys: readonly string[];
  readonly certificates: readonly string[];
  readonly resource: Resource;
}

/** A vault, and who decides in it. */
interface Vault {
  readonly resource: Resource;
  readonly tenantId: () => unknown;
  readonly isInRbacMode: () => boolean;
}

/** Who decides on the data of Key Vaults: role assignments, or the access policies of the vault. */
export class Vaults {
  private readonly byId = new Map<string, Vault>();
  private readonly policies = new Map<string, VaultPolicy[]>();

  public constructor(configuration: Configuration, leftOut: LeftOut) {
    const lookedUp = configuration.dataSources("azurerm_key_vault").filter((one) => modeOf(one) !== undefined);
    for (const resource of [...configuration.resources("azurerm_key_vault"), ...lookedUp]) {
      const id = unlessUnresolved(() => text(resource.attribute("id")) ?? "", "").toLowerCase();
      const told = (name: string) => (resource.mode === "data" ? resource.attribute(name) : resource.argument(name));
      const isInRbacMode = () => MODES.some((name) => isOn(told(name)));
      this.byId.set(id, { resource, tenantId: () => told("tenant_id"), isInRbacMode });
      for (const policy of unlessUnresolved(() => blocks(told("access_policy")), [])) {
        this.addPolicy(id, (name) => policy[name], resource);
      }
    }
    leftOut.each(azapiVaults(configuration), (resource) => {
      const { parent, properties } = azapiObject(resource);
      const id = `${parent}/providers/Microsoft.KeyVault/vaults/${text(resource.argument("name")) ?? ""}`.toLowerCase();
      const mode = properties.enableRbacAuthorization ?? apiVersionOf(resource) >= RBAC_BY_DEFAULT;
      this.byId.set(id, { resource, tenantId: () => properties.tenantId, isInRbacMode: () => isOn(mode) });
      for (const policy of blocks(properties.accessPolicies)) {
        const permissions = block(policy.permissions);
        const { objectId: object_id, tenantId: tenant_id, applicationId: application_id } = policy;
        const [secrets, keys, certificates] = [permissions.secrets, permissions.keys, permissions.certificates];
        const named: Readonly<Record<string, unknown>> = {
          ...{ object_id, tenant_id, application_id },
          ...{ secret_permissions: secrets, key_permissions: keys, certificate_permissions: certificates },
        };
        this.addPolicy(id, (name) => named[name], resource);
      }
    });
    leftOut.eachGrant(configuration.resources("azurerm_key_vault_access_policy"), (resource) => {
      const id = (text(resource.argument("key_vault_id")) ?? "").toLowerCase();
      this.addPolicy(id, (name) => resource.argument(name), resource);
    });
  }

  /** A policy for an application on behalf of its principal gives the principal itself nothing. */
  private addPolicy(id: string, valueOf: (name: string) => unknown, resource: Resource): void {
    if (!text(valueOf("application_id"))) gather(this.policies, id, policyIn(valueOf, resource));
  }

  /**
   * The vault in which access policies decide, of a resource id in it. The mode is off unless set.
   *
   * Azure documentation: "Azure RBAC vs. access policies".
   */
  public decidingItself(id: string): Resource | undefined {
    const vault = this.byId.get(vaultOf(id));
    return !vault || vault.isInRbacMode() ? undefined : vault.resource;
  }

  /** The ids of the vaults in which access policies decide, in lower case. */
  public get everyDecidingItself(): readonly string[] {
    return [...this.byId.keys()].filter((id) => this.decidingItself(id));
  }

  /** A vault takes tokens of its own tenant alone. */
  private isAbout(vaultId: string, { principalId, tenantId }: VaultPolicy, asked: string): boolean {
    if (principalId.toLowerCase() !== asked.toLowerCase()) return false;
    const own = unlessUnresolved(() => text(this.byId.get(vaultId)?.tenantId()) ?? tenantId, tenantId);
    return own.toLowerCase() === tenantId.toLowerCase();
  }

  /** The access policies of a principal that count, by the id of their vault. */
  public policiesOf(principalId: string): readonly (readonly [vault: string, policy: VaultPolicy])[] {
    return [...this.policies].flatMap(([id, policies]) => {
      if (this.byId.has(id) && !this.decidingItself(id)) return [];
      const own = policies.filter((one) => this.isAbout(id, one, principalId));
      return own.map((policy) => [id, policy] as const);
    });
  }

  /** The access policy of a principal that permits an operation. */
  public policyFor(id: string, principalId: string, operation: string): VaultPolicy | undefined {
    const [, kind, verb] = /\/(secrets|keys|certificates)\/([^/]+)/i.exec(operation) ?? [];
    if (kind === undefined) return undefined;
    const wanted = (VERBS[verb] ?? verb).toLowerCase();
    return this.policies.get(vaultOf(id))?.find((policy) => {
      const given = policy[kind.toLowerCase() as "secrets" | "keys" | "certificates"];
      return (
        this.isAbout(vaultOf(id), policy, principalId) &&
        given.some((one) => ["all", wanted].includes(one.toLowerCase()))
      );
    });
  }
}

/** The argument of the mode, which was called otherwise before version 4.42 of the provider. */
const MODES = ["rbac_authorization_enabled", "enable_rbac_authorization"];

/** "Prepare for Key Vault API version 2026-02-01 and later": since then new vaults are in the RBAC mode unless they tell another one. */
const RBAC_BY_DEFAULT = "2026-02-01";

/** What a data source shows of the mode; undefined before it is read. */
function modeOf(source: Resource): unknown {
  return MODES.map((name) => unlessUnresolved(() => source.attribute(name), undefined)).find(
    (one) => one !== undefined,
  );
}

function policyIn(valueOf: (name: string) => unknown, resource: Resource): VaultPolicy {
  return {
    principalId: text(valueOf("object_id")) ?? "",
    tenantId: text(valueOf("tenant_id")) ?? "",
    secrets: texts(valueOf("secret_permissions")),
    keys: texts(valueOf("key_permissions")),
    certificates: texts(valueOf("certificate_permissions")),
    resource,
  };
}

/** What access policies call the operations of roles. */
const VERBS: Readonly<Record<string, string>> = {
  getSecret: "Get",
  readMetadata: "List",
  setSecret: "Set",
  read: "Get",
  wrap: "WrapKey",
  unwrap: "UnwrapKey",
};

function vaultOf(id: string): string {
  return (/^.*\/vaults\/[^/]+/i.exec(id)?.[0] ?? id).toLowerCase();
}
