import { blocks, Configuration, isOn, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";

/** What an access policy of a vault gives to a principal. */
export interface VaultPolicy {
  readonly principalId: string;
  readonly tenantId: string;
  readonly secrets: readonly string[];
  readonly keys: readonly string[];
  readonly resource: Resource;
}

/** Who decides on the data of Key Vaults: role assignments, or the access policies of the vault. */
export class Vaults {
  private readonly byId = new Map<string, Resource>();
  private readonly policies = new Map<string, VaultPolicy[]>();

  public constructor(configuration: Configuration, leftOut: LeftOut) {
    for (const resource of configuration.resources("azurerm_key_vault")) {
      const id = unlessUnresolved(() => text(resource.attribute("id")) ?? "", "").toLowerCase();
      this.byId.set(id, resource);
      for (const policy of unlessUnresolved(() => blocks(resource.argument("access_policy")), [])) {
        gather(
          this.policies,
          id,
          policyIn((name) => policy[name], resource),
        );
      }
    }
    leftOut.eachGrant(configuration.resources("azurerm_key_vault_access_policy"), (resource) => {
      const id = (text(resource.argument("key_vault_id")) ?? "").toLowerCase();
      gather(
        this.policies,
        id,
        policyIn((name) => resource.argument(name), resource),
      );
    });
  }

  /**
   * The vault in which access policies decide, of a resource id in it. The argument was called `enable_rbac_authorization` before
   * version 4.42 of the provider, and is off unless set.
   *
   * Azure documentation: "Azure RBAC vs. access policies".
   */
  public decidingItself(id: string): Resource | undefined {
    const vault = this.byId.get(vaultOf(id));
    if (!vault) return undefined;
    const names = ["rbac_authorization_enabled", "enable_rbac_authorization"];
    return names.some((name) => isOn(vault.argument(name))) ? undefined : vault;
  }

  /** The ids of the vaults in which access policies decide, in lower case. */
  public get everyDecidingItself(): readonly string[] {
    return [...this.byId.keys()].filter((id) => this.decidingItself(id));
  }

  /** A vault takes tokens of its own tenant alone. */
  private isAbout(vaultId: string, { principalId, tenantId }: VaultPolicy, asked: string): boolean {
    if (principalId.toLowerCase() !== asked.toLowerCase()) return false;
    const own = unlessUnresolved(() => text(this.byId.get(vaultId)?.attribute("tenant_id")) ?? tenantId, tenantId);
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
    const [, kind, verb] = /\/(secrets|keys)\/([^/]+)/i.exec(operation) ?? [];
    const wanted = VERBS[verb] ?? verb;
    return this.policies.get(vaultOf(id))?.find((policy) => {
      const given = kind === "secrets" ? policy.secrets : policy.keys;
      return (
        this.isAbout(vaultOf(id), policy, principalId) &&
        given.some((one) => one.toLowerCase() === wanted.toLowerCase() || one.toLowerCase() === "all")
      );
    });
  }
}

function policyIn(valueOf: (name: string) => unknown, resource: Resource): VaultPolicy {
  return {
    principalId: text(valueOf("object_id")) ?? "",
    tenantId: text(valueOf("tenant_id")) ?? "",
    secrets: texts(valueOf("secret_permissions")),
    keys: texts(valueOf("key_permissions")),
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
