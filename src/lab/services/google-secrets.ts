import { decoded, Handler, json } from "../network/http";
import { failure, GoogleCaller } from "./google-caller";
import { LAB_CONTENT } from "./objects";

const ACCESS = /^\/v1\/(projects\/[^/]+\/secrets\/[^/]+)\/versions\/([^/:]+):access$/;

/** Secret Manager's versions.access. Secret Manager API: "Method: projects.secrets.versions.access". */
export function googleSecrets(caller: GoogleCaller): Handler {
  return (request) => {
    const [, secret, version] = ACCESS.exec(decoded(request.path)) ?? [];
    if (secret === undefined || request.method !== "GET") {
      return failure(501, "The lab does not play this operation.", "notImplemented", "UNIMPLEMENTED");
    }
    const number = version === "latest" ? "1" : version;
    const name = `${secret}/versions/${number}`;
    const wanted = { action: "secretmanager.versions.access", resource: `//secretmanager.googleapis.com/${name}` };
    const data = Buffer.from(LAB_CONTENT).toString("base64");
    return caller.refusal(request, wanted) ?? json(200, { name, payload: { data } });
  };
}
