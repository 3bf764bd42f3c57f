import type { HttpRequest, HttpResponse } from "../../../http/send";
import type { Run } from "../../../run";
import { CHECK_THE_WAY, PluginFailure, send, TransportFault } from "../../borrowed";

/** What a service said when it refused. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
}

/**
 * One call to a service, as an SDK makes it. It is made once: what is told is how things are now.
 *
 * @param what the call and its resource, for messages: "ListObjectsV2 of acme-reports"
 * @param refusal reads an answer other than 200
 * @throws PluginFailure (access)
 */
export async function call(
  run: Run,
  what: string,
  request: Omit<HttpRequest, "hop">,
  refusal: (response: HttpResponse) => Refused,
): Promise<HttpResponse> {
  let response: HttpResponse;
  try {
    response = await send(run, { hop: "access", ...request });
  } catch (error) {
    if (!(error instanceof TransportFault)) throw error;
    const reason = `${request.peer} at ${new URL(request.url).host} ${error.message}.`;
    throw new PluginFailure("access", reason, error.wayOut ?? CHECK_THE_WAY, error.code);
  }
  if (response.status === 200) return response;
  const { code, message, advice } = refusal(response);
  throw new PluginFailure("access", `${what}: ${message.replace(/\.$/, "")}.`, advice, code);
}
