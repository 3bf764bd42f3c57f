import { ServiceDecision, ServiceRequest, World } from "../../simulator";
import { AzureCloudFacts } from "../../vendor/azure/clouds";
import { Clock } from "../clock";
import { Entra } from "../clouds/entra";
import { Journal } from "../journal";
import { LabRequest } from "../network/http";
import { answerOf } from "./answer";

/** What services of Azure have in common: whose token it is, and whether the simulator lets it do something. */
export class AzureCaller {
  public constructor(
    private readonly world: World,
    private readonly entra: Entra,
    private readonly journal: Journal,
    private readonly clock: Clock,
    /** The cloud whose services are played. */
    public readonly cloud: AzureCloudFacts,
  ) {}

  /** Whether the bearer of a token for an audience may; undefined where there is no such token. */
  public async decide(
    { headers }: LabRequest,
    audience: string,
    request: ServiceRequest,
  ): Promise<ServiceDecision | undefined> {
    const claims = await this.entra.verify((headers.authorization ?? "").replace(/^Bearer /i, ""), audience);
    if (!claims) return undefined;
    const cloud = this.world.cloudOf({ kind: "aks" });
    const decision = cloud.decideService({ principalId: claims.oid }, request, "", this.clock.now);
    this.journal.note(claims.uti, answerOf(decision, "AuthorizationFailed", `${request.action} is not permitted`));
    return decision;
  }

  /** Where a service sends clients that show no token: Entra's URL of the tenant. */
  public get authorityUrl(): string {
    const found = this.world.services.find(({ service }) => service.account.cloud === "azure");
    return `https://${this.cloud.authority}/${found?.service.client["tenant-id"] ?? "common"}`;
  }

  /** The resource id of a storage account or vault by its name: of what was declared, or else one that nothing names. */
  public idOf(kind: "Microsoft.Storage/storageAccounts" | "Microsoft.KeyVault/vaults", name: string): string {
    const scopes = this.world.services.flatMap(({ service }) => service.grants.flatMap(({ resources }) => resources));
    const all = [...scopes, ...this.world.azure.everyScope];
    const id = new RegExp(`^.*/providers/${kind}/${name}(?=/|$)`, "i");
    const found = all.map((scope) => id.exec(scope)?.[0]).find((one) => one !== undefined);
    if (found !== undefined) return found;
    const [first = ""] = all.map((scope) => /^.*\/resourceGroups\/[^/]+/i.exec(scope)?.[0]).filter(Boolean);
    return `${first}/providers/${kind}/${name}`;
  }
}
