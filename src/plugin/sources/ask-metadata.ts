import { sourceFailure } from "../failure";
import { NEVER, Refusal, sendUntilSettled } from "../http/retry";
import { HttpRequest, HttpResponse } from "../http/send";
import { vendorWords } from "../http/vendor-words";
import { Run } from "../run";

/**
 * Asks a metadata server of the source's cloud.
 *
 * @param refusal what an answer other than 200 means
 * @returns the answer's body
 * @throws PluginFailure (source)
 */
export async function askMetadata(
  run: Run,
  request: Pick<HttpRequest, "peer" | "vendor" | "url" | "headers"> & { readonly method?: "PUT" },
  refusal: (response: HttpResponse) => { readonly wayOut: string; readonly detail?: string; readonly again?: number },
): Promise<string> {
  const judge = (response: HttpResponse): Refusal | undefined => {
    if (response.status === 200) return undefined;
    const { wayOut, detail = "", again = NEVER } = refusal(response);
    const { code, message } = vendorWords(response);
    const told = [code, message].map((words) => (words === undefined ? "" : `: ${words}`)).join("");
    const reason = `${request.peer} answered ${response.status}${detail}${told}.`;
    return { failure: sourceFailure(reason, wayOut, String(response.status)), again };
  };
  return (await sendUntilSettled(run, { hop: "source", ...request, method: request.method ?? "GET" }, judge)).body;
}
