import { AKS_SERVER_ID } from "../../vendor/azure/aks";
import { TENANT_FORM, UUID_FORM } from "../../vendor/azure/entra";
import { azureCloud } from "../azure/clouds";
import { publishedExpiry } from "../credential";
import { Settings } from "../settings";
import { tokenFor } from "../sources/minted-token";
import { Target, TargetKind } from "./target";
import { exchangeAssertion } from "../azure/entra";

const MINTED_TOKEN_SECONDS = 300;

/** An AKS cluster: Entra takes the subject's token as the assertion of an application or managed identity. */
export const aks: TargetKind = { name: "aks", read };

function read(settings: Settings): Target {
  const tenant = settings.matching("tenant-id", TENANT_FORM, "a tenant's id") ?? settings.need("tenant-id");
  const client = settings.matching("client-id", UUID_FORM, "a UUID") ?? settings.need("client-id");
  const server = settings.matching("server-id", UUID_FORM, "a UUID") ?? AKS_SERVER_ID;
  const { name, authority, audience: usual } = azureCloud(settings);
  const audience = settings.get("token-audience") ?? usual;
  const target: Target = {
    kind: "aks",
    needs: { reader: "Entra", audiences: [audience] },
    minted: { audience, seconds: MINTED_TOKEN_SECONDS },
    identity: ["aks", tenant, client, name, server],
    azureResource: server,
    exchange: async (run, subject) => {
      if (subject.kind === "access-token") {
        return { token: subject.token, expires: publishedExpiry(run.localTime(subject.expires)) };
      }
      const { token } = await tokenFor(run, subject, target);
      const answer = await exchangeAssertion(run, { tenant, client, server, authority }, token);
      return { token: answer.token, expires: publishedExpiry(answer.expires) };
    },
  };
  return target;
}
