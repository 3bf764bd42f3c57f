import { Construct } from "constructs";
import { exactSubject, ExternalSubject } from "./external-subject";
import { StableKeyOptions } from "./stable-key-options";
import { TokenIssuer } from "./token-issuer";
import { TargetCloud, TokenWay } from "./token-way";
import { isLiteral, problem } from "../common";
import { UUID_FORM } from "../vendor/azure/entra";
import { entraIssuer } from "../vendor/issuers/clouds";

/** Which version of tokens an Entra application asks for (`requestedAccessTokenVersion`). */
export enum EntraTokenVersion {
  /** `iss` is `https://sts.windows.net/<tenant>/`, and `aud` is the application's id or URI as it was asked for. */
  V1 = "1.0",
  /** `iss` is `https://login.microsoftonline.com/<tenant>/v2.0`, and `aud` is the application's client id. */
  V2 = "2.0",
}

/** What an Entra tenant is described by. */
export interface EntraTenantAttributes extends StableKeyOptions {
  /** The tenant's id, a UUID, known at synth: the issuer is made of it. */
  readonly tenantId: string;
  /**
   * The `aud` of its tokens: the client id of an Entra application made for the purpose or, with version 1.0, its URI
   * (`api://…`). Every target of the tenant's identities has this audience, because Entra takes no other.
   */
  readonly audience: string;
  /** Which version of tokens the application asks for. @default EntraTokenVersion.V1 */
  readonly tokenVersion?: EntraTokenVersion;
}

/**
 * An Entra tenant as the issuer of its managed identities' tokens. The identity of a VM or of another machine of Azure is
 * then a subject of trusts into AWS and Google Cloud; the exec plugin asks the machine's metadata service for a token for the
 * application (`--source azure-managed-identity --token-audience …`). It creates nothing.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference "Access token claims reference"
 * @see https://cloud.google.com/iam/docs/workload-identity-federation-with-other-clouds "Configure Workload Identity
 * Federation with AWS or Azure"
 *
 * @example
 *
 * const entra = EntraTenant.fromAttributes(this, "acme", {
 *   tenantId: "11111111-2222-3333-4444-555555555555",
 *   audience: "api://cloud-federation",
 * });
 * mesh.allow(entra.managedIdentity("build-vm", identity.principalId), gke, ClusterAccess.view());
 */
export class EntraTenant extends TokenIssuer {
  /**
   * Declares a tenant. Nothing is created.
   *
   * @param scope where the declaration lives
   * @param id the tenant's name in construct paths, default names and reports
   * @param attributes what is known of the tenant
   */
  public static fromAttributes(scope: Construct, id: string, attributes: EntraTenantAttributes): EntraTenant {
    return new EntraTenant(scope, id, attributes);
  }

  private readonly attributes: EntraTenantAttributes;

  private constructor(scope: Construct, id: string, attributes: EntraTenantAttributes) {
    super(scope, id, attributes, entraIssuer(attributes.tenantId, attributes.tokenVersion ?? EntraTokenVersion.V1));
    this.attributes = attributes;
  }

  /**
   * A managed identity of the tenant.
   *
   * @param name what tells it in addresses and names
   * @param principalId the OBJECT id of its service principal, which is the token's `sub`:
   * `azurerm_user_assigned_identity.principal_id`. A token is allowed
   */
  public managedIdentity(name: string, principalId: string): ExternalSubject {
    const refusal = () =>
      isLiteral(principalId) && !UUID_FORM.test(principalId)
        ? problem(
            "principalId",
            `"${principalId}" is not a UUID`,
            "Give the object id of the identity's service principal",
          )
        : undefined;
    return exactSubject(this, principalId, { name, refusal });
  }

  /** @internal */
  public override get _providerId(): string {
    return "entra";
  }

  /** @internal */
  public override get _fixedAudience(): string {
    return this.attributes.audience;
  }

  /** @internal */
  public override _tokenWay(): TokenWay {
    return { source: "azure-managed-identity", "token-audience": this.attributes.audience };
  }

  /** @internal */
  public override _refusedBy(cloud: TargetCloud | undefined): string | undefined {
    if (cloud !== "azure") return undefined;
    return problem(
      "from",
      "is an identity of Entra's own, whose tokens Entra takes for no managed identity",
      "Assign the roles to the identity itself, and use --source azure-managed-identity",
      "own-cloud-subject",
    );
  }

  /** @internal */
  public override _problems(): (string | undefined)[] {
    const { tenantId, audience, tokenVersion } = this.attributes;
    return [
      ...super._problems(),
      !isLiteral(tenantId) || !UUID_FORM.test(tenantId)
        ? problem("tenantId", `"${isLiteral(tenantId) ? tenantId : "a token"}" is not a UUID`, "Give the tenant's id")
        : undefined,
      isLiteral(audience) && tokenVersion === EntraTokenVersion.V2 && !UUID_FORM.test(audience)
        ? problem(
            "audience",
            `"${audience}" is not a client id, and tokens of version 2.0 have no other audience`,
            "Give the application's client id",
          )
        : undefined,
      isLiteral(audience) && !audience.trim()
        ? problem("audience", "is empty", "Give the application's id or URI")
        : undefined,
    ];
  }
}
