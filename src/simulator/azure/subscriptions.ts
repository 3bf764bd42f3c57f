import { Configuration, Provider, Resource, text, unlessUnresolved } from "../../terraform";
import { uuidOf } from "../digest";

/**
 * A tenant that a document tells: `--tenant-id` and its value in a list of arguments, or `tenant-id` of a use of services; as JSON or
 * YAML, as text within text or not.
 */
const TENANT_ARGUMENT = /\btenant-id(?:\\n|[\s"':,\\-]){1,80}([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/gi;
/** Arguments of the azurerm provider that decide as whom, and so in which subscription and tenant, it acts. */
const CREDENTIAL_ARGUMENTS = ["client_id", "use_msi", "use_oidc", "environment"];

/** The subscription and tenant of azurerm providers; ids that are left to the environment are made up, the same for the same login. */
export class AzureSubscriptions {
  private tenants?: ReadonlyMap<string, ReadonlySet<string>>;

  public constructor(private readonly configuration: () => Configuration) {}

  public idOf(resource: Resource): string {
    const told = text(resource.provider?.argument("subscription_id"));
    return told ?? uuidOf(`azure subscription ${login(resource.provider)}`);
  }

  /** The provider's tenant, or the one that an AKS cluster of the same stack names. */
  public tenantOf(resource: Resource): string {
    const told = text(resource.provider?.argument("tenant_id"));
    return told ?? this.mentioned(resource.stack) ?? uuidOf(`azure tenant ${login(resource.provider)}`);
  }

  /** The id of the storage account of a name, which is unique in the whole cloud; undefined for one that was not read. */
  public storageAccountNamed(name: string): string | undefined {
    const configuration = this.configuration();
    const type = "azurerm_storage_account";
    const found = [...configuration.resources(type), ...configuration.dataSources(type)].find(
      (one) => unlessUnresolved(() => text(one.argument("name")), undefined) === name,
    );
    return found && text(found.attribute("id"));
  }

  /** The one tenant that the documents of a stack name. */
  private mentioned(stack: string): string | undefined {
    this.tenants ??= this.gather();
    const found = this.tenants.get(stack);
    return found?.size === 1 ? [...found][0] : undefined;
  }

  private gather(): ReadonlyMap<string, ReadonlySet<string>> {
    const tenants = new Map<string, Set<string>>();
    for (const { stack, match } of this.configuration().matches(TENANT_ARGUMENT)) {
      tenants.set(stack, (tenants.get(stack) ?? new Set()).add(match[1].toLowerCase()));
    }
    return tenants;
  }
}

function login(provider: Provider | undefined): string {
  return JSON.stringify(CREDENTIAL_ARGUMENTS.map((name) => [name, provider?.argument(name)]));
}
