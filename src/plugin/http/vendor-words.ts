import { asObject, JsonObject, jsonValue } from "../json";
import { excerpt } from "../redaction";
import type { HttpResponse } from "./send";

/** What a vendor says when it refuses, as far as it says it. */
export interface VendorWords {
  /** The vendor's own code: `invalid_grant`, `PERMISSION_DENIED`. */
  readonly code?: string;
  /** Its message, free of secrets, on one line and not too long. */
  readonly message?: string;
}

/** Stands where a vendor says nothing. */
export const NO_MESSAGE = "no message";

/** A code is one word; anything else in its place is none. */
const CODE_FORM = /^[\w.:-]{1,80}$/;

/**
 * Reads a refusal in any of the forms that token endpoints and metadata servers use: OAuth 2.0's (RFC 6749, section
 * 5.2), google.rpc's ("Error model", Google Cloud API design guide), or plain text.
 */
export function vendorWords({ body, headers }: HttpResponse): VendorWords {
  const answer = parsed(body);
  if (!answer) {
    // What is no UTF-8 is compressed, whether or not it was asked to be.
    const isText = /^text\/plain\b/i.test(headers["content-type"] ?? "") && !/^\s*<|\ufffd/.test(body);
    return { message: isText ? textOf(body) : undefined };
  }
  const inner = asObject(answer.error);
  if (inner) return { code: codeOf(inner.status) ?? codeOf(inner.code), message: textOf(inner.message) };
  return {
    code: codeOf(answer.error) ?? codeOf(answer.code),
    message: textOf(answer.error_description) ?? textOf(answer.message),
  };
}

/** Whether a code of OAuth 2.0 means that the same request may succeed a little later, whatever the HTTP status. */
export function isTemporary(code: string): boolean {
  return code === "temporarily_unavailable" || code === "server_error";
}

/** The object that an answer is, or the only one in its list. */
function parsed(body: string): JsonObject | undefined {
  const value = jsonValue(body);
  return asObject(Array.isArray(value) ? value[0] : value);
}

function codeOf(value: unknown): string | undefined {
  return typeof value === "string" && CODE_FORM.test(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  // Entra's later lines are trace ids and a timestamp. What a secret's rest would be is cut out all the same.
  const text = typeof value === "string" ? excerpt(value.trim().split(/\s*[\r\n]+\s*(?=Trace ID:)/)[0]) : "";
  return text === "" ? undefined : text.replace(/\.$/, "");
}
