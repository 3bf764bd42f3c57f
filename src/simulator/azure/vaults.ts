import { blocks, Configuration, Resource, text, texts, unlessUnresolved } from "../../terraform";
import { gather } from "../gather";
import { LeftOut } from "../left-out";

/** What an access policy of a vault gives to a principal. */
export interface VaultPolicy {
  readonly principalId: string;
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
        const { object_id, secret_permissions, key_permissions } = policy;
        gather(this.policies, id, {
          principalId: text(object_id) ?? "",
          ...{ secrets: texts(secret_permissions), keys: texts(key_permissions), resource },
        });
      }
    }
    leftOut.eachGrant(configuration.resources("azurerm_key_vault_access_policy"), (resource) => {
      gather(this.policies, (text(resource.argument("key_vault_id")) ?? "").toLowerCase(), {
        principalId: text(resource.argument("object_id")) ?? "",
        secrets: texts(resource.argument("secret_permissions")),
        keys: texts(resource.argument("key_permissions")),
        resource,
      });
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
    const isOn = ["rbac_authorization_enabled", "enable_rbac_authorization"].some(
      (name) => text(vault.argument(name)) === "true",
    );
    return isOn ? undefined : vault;
  }

  /** The ids of the vaults in which access policies decide, in lower case. */
  public get everyDecidingItself(): readonly string[] {
    return [...this.byId.keys()].filter((id) => this.decidingItself(id));
  }

  /** The access policies of a principal that count, by the id of their vault. */
  public policiesOf(principalId: string): readonly (readonly [vault: string, policy: VaultPolicy])[] {
    return [...this.policies].flatMap(([id, policies]) => {
      if (this.byId.has(id) && !this.decidingItself(id)) return [];
      const own = policies.filter((one) => one.principalId.toLowerCase() === principalId.toLowerCase());
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
        policy.principalId.toLowerCase() === principalId.toLowerCase() &&
        given.some((one) => one.toLowerCase() === wanted.toLowerCase() || one.toLowerCase() === "all")
      );
    });
  }
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
