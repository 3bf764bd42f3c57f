import { randomUUID } from "node:crypto";
import { LabResponse } from "../network/http";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** HTTP status by code; every other code is a 400. */
const FORBIDDEN = [
  "AccessDenied",
  "InvalidClientTokenId",
  "SignatureDoesNotMatch",
  "ExpiredToken",
  "MissingAuthenticationToken",
];

/** The answer to an action, with its result in XML. */
export function succeed(action: string, result: string): LabResponse {
  const id = randomUUID();
  const body =
    `<${action}Response xmlns="${NAMESPACE}">\n` +
    element(`${action}Result`, result) +
    `\n${element("ResponseMetadata", element("RequestId", id))}\n</${action}Response>\n`;
  return xml(200, body, id);
}

/** The answer to a request that STS refuses. */
export function refuse(code: string, message: string): LabResponse {
  const id = randomUUID();
  const error = element("Type", "Sender") + element("Code", code) + element("Message", escaped(message));
  const body = `<ErrorResponse xmlns="${NAMESPACE}">\n${element("Error", error)}\n${element("RequestId", id)}\n</ErrorResponse>\n`;
  return xml(FORBIDDEN.includes(code) ? 403 : 400, body, id);
}

function xml(status: number, body: string, id: string): LabResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": id }, body };
}

/** An element of XML; text in it is escaped before. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
