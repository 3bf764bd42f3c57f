import { AKS_SERVER_ID } from "../../vendor/azure/aks";
import { TENANT_FORM, UUID_FORM } from "../../vendor/azure/entra";
import { azureCloud } from "../azure/clouds";
import { ClusterCredential, publishedExpiry, Subject } from "../credential";
import { Run } from "../run";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target } from "./target";
import { exchangeAssertion } from "../azure/entra";

const MINTED_TOKEN_SECONDS = 300;

/** An AKS cluster: Entra takes the subject's token as the assertion of an application or managed identity. */
export function aksTarget(settings: Settings): Target {
  const tenant = settings.matching("tenant-id", TENANT_FORM, "a tenant's id") ?? settings.need("tenant-id");
  const client = settings.matching("client-id", UUID_FORM, "a UUID") ?? settings.need("client-id");
  const server = settings.matching("server-id", UUID_FORM, "a UUID") ?? AKS_SERVER_ID;
  const cloud = azureCloud(settings);
  const audience = settings.get("token-audience") ?? cloud.audience;
  return {
    kind: "aks",
    needs: { reader: "Entra", audiences: [audience] },
    minted: { audience, seconds: MINTED_TOKEN_SECONDS },
    identity: ["aks", tenant, client, cloud.name, server],
    azureResource: server,
    exchange: async (run, subject) => await exchange(run, subject, settings, { tenant, client, server }),
  };
}

async function exchange(
  run: Run,
  subject: Subject,
  settings: Settings,
  plan: { readonly tenant: string; readonly client: string; readonly server: string },
): Promise<ClusterCredential> {
  if (subject.kind === "access-token") {
    return { token: subject.accessToken, expires: publishedExpiry(subject.expires) };
  }
  const { token } = await tokenFor(run, subject, aksTarget(settings));
  const answer = await exchangeAssertion(run, { ...plan, authority: azureCloud(settings).authority }, token);
  return { token: answer.accessToken, expires: publishedExpiry(answer.expires) };
}
