import { LabRequest, MalformedRequest } from "../network/http";

/**
 * A request with path and query as an API server's HTTP library reads them: the path is decoded as a whole, and `..` and `//` stay in
 * it; a parameter that has a semicolon or a percent sign that escapes nothing is passed over.
 *
 * Go source: `net/url`, `ParseRequestURI` and `ParseQuery`.
 *
 * @throws MalformedRequest for a path that cannot be decoded
 */
export function asGoReads(request: LabRequest): LabRequest {
  const { target } = request;
  if (target === undefined || !target.startsWith("/")) return request;
  const [, path, query = ""] = /^([^?]*)\??(.*)$/s.exec(target) ?? ["", target];
  const decoded = unescaped(path);
  if (decoded === undefined) throw new MalformedRequest(`"${path}" has a % that escapes nothing, or no UTF-8`);
  return { ...request, path: decoded, query: parametersIn(query) };
}

function parametersIn(query: string): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const part of query.split("&")) {
    const [, name, value = ""] = /^([^=]*)=?(.*)$/s.exec(part) ?? ["", part];
    const [key, text] = [name, value].map((one) => unescaped(one.replaceAll("+", " ")));
    if (part !== "" && !part.includes(";") && key !== undefined && text !== undefined) parameters.append(key, text);
  }
  return parameters;
}

/** Undefined where a percent sign escapes nothing, or no UTF-8. */
function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
