import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { AzureSubscription } from "./azure-subscription";
import { MadeIdentity } from "./made-identity";
import { followRenaming, isLiteral, problem, referenceTo } from "../common";
import { azureCloudOfEntra } from "../vendor/azure/entra";

/** How an application of Microsoft Entra is made that acts instead of a user-assigned identity. */
export interface EntraApplicationOptions {
  /**
   * The `AzureadProvider` of `@cdktf/provider-azuread` that creates the application: of the subscription's tenant, and in the
   * stack of the subscription's azurerm provider.
   */
  readonly azureadProvider: TerraformProvider;
  /**
   * The object ids of who may change the application, and by that act as it. Where the provider itself has
   * `Application.ReadWrite.OwnedBy` alone, its own is among them.
   *
   * @default - none
   */
  readonly owners?: string[];
}

/** An application of Entra and the service principal by which it acts in its tenant. It has no secret and no certificate. */
export class EntraApplication extends Construct {
  /** The application. */
  public readonly application: TerraformResource;
  /** Its service principal in the tenant of the provider, which roles are assigned to. */
  public readonly servicePrincipal: TerraformResource;

  public constructor(scope: Construct, id: string, displayName: string, options: EntraApplicationOptions) {
    super(scope, id);
    const { azureadProvider: provider, owners } = options;
    this.application = followRenaming(
      new Application(this, "registration", { provider, displayName, owners, signInAudience: "AzureADMyOrg" }),
    );
    const clientId = referenceTo(this.application, "client_id", this);
    this.servicePrincipal = followRenaming(new ServicePrincipal(this, "principal", { provider, clientId, owners }));
  }

  public get made(): MadeIdentity {
    const { application, servicePrincipal } = this;
    return {
      resources: [application, servicePrincipal],
      id: [application, "id"],
      clientId: [application, "client_id"],
      principalId: [servicePrincipal, "object_id"],
      tenantId: [servicePrincipal, "application_tenant_id"],
    };
  }
}

/** What trusts that share an application must agree on, in values that JSON can hold. */
export function comparableApplication(options: EntraApplicationOptions | undefined) {
  return options && { provider: options.azureadProvider.node.path, owners: options.owners };
}

/** What is wrong with a provider for applications of a subscription's tenant. */
export function applicationProblems(
  { azureadProvider }: EntraApplicationOptions,
  account: AzureSubscription,
  stack: TerraformStack,
): (string | undefined)[] {
  const property = "application azureadProvider";
  const type = azureadProvider.terraformResourceType;
  if (type !== "azuread") {
    const wayOut = "Give an AzureadProvider of @cdktf/provider-azuread";
    return [problem(property, `is a provider of ${type}, which makes no applications`, wayOut)];
  }
  const { tenantIdInput: tenant, environmentInput: environment } = azureadProvider as TerraformProvider & {
    readonly tenantIdInput?: string;
    readonly environmentInput?: string;
  };
  const own = TerraformStack.of(azureadProvider);
  const cloud = isLiteral(environment) ? azureCloudOfEntra(environment) : undefined;
  return [
    own !== stack
      ? problem(
          property,
          `is in the stack "${own.node.id}", and the subscription's objects are in "${stack.node.id}"`,
          `Give a provider of "${stack.node.id}"`,
        )
      : undefined,
    isLiteral(tenant) && isLiteral(account.tenantId) && tenant.toLowerCase() !== account.tenantId.toLowerCase()
      ? problem(
          property,
          `is of the tenant ${tenant}, and the subscription of ${account.tenantId}`,
          "Give a provider of the subscription's tenant: roles are assigned to principals of it alone",
        )
      : undefined,
    cloud !== undefined && cloud !== String(account.cloud)
      ? problem(
          property,
          `is of the environment "${environment}", and the subscription of the cloud "${account.cloud}"`,
          "Give both the same cloud",
        )
      : undefined,
  ];
}
