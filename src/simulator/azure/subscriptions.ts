import { Configuration, Provider, Resource, text } from "../../terraform";
import { uuidOf } from "../digest";

/** Arguments of the azurerm provider that decide as whom, and so in which subscription and tenant, it acts. */
const CREDENTIAL_ARGUMENTS = ["client_id", "use_msi", "use_oidc", "environment"];

/** The subscription and tenant of azurerm providers; ids that are left to the environment are made up, the same for the same login. */
export class AzureSubscriptions {
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

  /** An exec stanza or a cluster may name the one tenant of a stack. */
  private mentioned(stack: string): string | undefined {
    const found = this.configuration()
      .matches(/--tenant-id\\?",\s*(?:\\n\s*)?\\?"([\da-fA-F-]{36})/g)
      .filter((one) => one.stack === stack)
      .map(({ match }) => match[1].toLowerCase());
    return new Set(found).size === 1 ? found[0] : undefined;
  }
}

function login(provider: Provider | undefined): string {
  return JSON.stringify(CREDENTIAL_ARGUMENTS.map((name) => [name, provider?.argument(name)]));
}
