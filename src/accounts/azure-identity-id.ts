import { isLiteral, problem } from "../common";
import { APPLICATION_ID_FORM } from "../vendor/azure/entra";

const FORM =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)$/i;

/** The resource id of a user-assigned identity. */
export class AzureIdentityId {
  /** The id as azurerm takes it: `az identity show` prints `resourcegroups`. The text as it is where it is no such id. */
  public readonly value: string;
  /** The identity's resource group. */
  public readonly resourceGroupName: string;
  /** The identity's name. */
  public readonly name: string;
  /** The subscription that the identity is in. */
  public readonly subscriptionId: string;
  private readonly isSound: boolean;

  public constructor(private readonly given: string) {
    const match = isLiteral(given) ? FORM.exec(given) : null;
    const [, subscription = "", group = "", name = ""] = match ?? [];
    this.isSound = match !== null;
    this.subscriptionId = subscription;
    this.resourceGroupName = group;
    this.name = name;
    this.value = match
      ? `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
      : given;
  }

  /** Equal for two ids that Azure takes for one: it compares them without regard to case. */
  public get identity(): string {
    return this.isSound ? this.value.toLowerCase() : "unknown";
  }

  public problem(): string | undefined {
    if (this.isSound) return undefined;
    return problem(
      "identityId",
      isLiteral(this.given) ? `"${this.given}" is not an identity's id` : "is not known at synth",
      "Give /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>",
    );
  }
}

/** The id of an application of Entra, as azuread has it: `/applications/<object id>`. */
export class EntraApplicationId {
  /** The id as azuread takes it. */
  public readonly value: string;
  /** The application's object id. */
  public readonly name: string;
  /** An application is in a tenant. */
  public readonly resourceGroupName = "";

  public constructor(private readonly given: string) {
    this.name = (isLiteral(given) && APPLICATION_ID_FORM.exec(given)?.[1]) || "";
    this.value = this.name ? `/applications/${this.name}` : given;
  }

  /** Equal for two ids that Entra takes for one. */
  public get identity(): string {
    return this.name ? this.value.toLowerCase() : "unknown";
  }

  public problem(): string | undefined {
    if (this.name) return undefined;
    return problem(
      "identityId",
      isLiteral(this.given) ? `"${this.given}" is not an application's id` : "is not known at synth",
      "Give /applications/<object id>, with the OBJECT id that `az ad app show` prints as id",
    );
  }
}
