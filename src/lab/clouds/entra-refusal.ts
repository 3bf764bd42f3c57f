import { randomUUID } from "node:crypto";
import { json, LabResponse } from "../network/http";

/** Codes that Entra answers with 400 and not with 401. */
const BAD_REQUESTS: Readonly<Record<string, string>> = {
  "90002": "invalid_request",
  "700016": "unauthorized_client",
  "50027": "invalid_request",
  "500011": "invalid_resource",
  "1002012": "invalid_scope",
  "70003": "unsupported_grant_type",
};

/** The headers of what is not to be kept. */
export const NO_STORE = { "cache-control": "no-store, no-cache", pragma: "no-cache" };

/** What Entra answers to a request that it refuses, by the number of its code. */
export function refuse(code: string, message: string): LabResponse {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const time = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  const error = BAD_REQUESTS[code] ?? "invalid_client";
  const body = {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${time}`,
    error_codes: [Number(code)],
    timestamp: time,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
  return json(code in BAD_REQUESTS ? 400 : 401, body, NO_STORE);
}
