import { vaultAudience } from "../../vendor/azure/audiences";
import { decoded, Handler, json } from "../network/http";
import { AzureCaller } from "./azure-caller";
import { LAB_CONTENT } from "./objects";

const SECRET = /^\/secrets\/([^/]+)(?:\/([^/]*))?$/;
const VERSION = "00000000000000000000000000000001";

/** Key Vault's secrets: Get Secret. Key Vault REST API: "Authentication, requests and responses", "Get Secret". */
export function keyVault(caller: AzureCaller): Handler {
  const audience = vaultAudience(caller.cloud.name);
  return async (request) => {
    const { host, method, path } = request;
    const [, name] = SECRET.exec(decoded(path)) ?? [];
    if (name === undefined || method !== "GET") {
      return failure(501, "NotImplemented", "The lab does not play this operation.");
    }
    const vault = caller.idOf("Microsoft.KeyVault/vaults", host.split(".")[0]);
    const action = "Microsoft.KeyVault/vaults/secrets/getSecret/action";
    const decision = await caller.decide(request, audience, { action, resource: `${vault}/secrets/${name}` });
    if (!decision) {
      const told = `Bearer authorization="${caller.authorityUrl}", resource="${audience}"`;
      const refused = failure(401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
      return { ...refused, headers: { ...refused.headers, "www-authenticate": told } };
    }
    if (!decision.allowed) {
      const message = `Caller is not authorized to perform action on resource.\r\nAction: '${action}'\r\nResource: '${vault}/secrets/${name}'\r\n`;
      return failure(403, "Forbidden", message, { code: "ForbiddenByRbac" });
    }
    const attributes = { enabled: true, created: 1_798_761_600, updated: 1_798_761_600 };
    return json(200, { value: LAB_CONTENT, id: `https://${host}/secrets/${name}/${VERSION}`, attributes });
  };
}

function failure(status: number, code: string, message: string, innererror?: object) {
  return json(status, { error: { code, message, ...(innererror ? { innererror } : {}) } });
}
