import { isLiteral, problem } from "../common";

/** What is wrong with an issuer URL wherever it is used; the clouds add their own limits. */
export function issuerProblem(issuer: string | undefined): string | undefined {
  if (!isLiteral(issuer)) return undefined;
  const way = "Copy the issuer byte for byte from the cluster's /.well-known/openid-configuration";
  let url: URL;
  try {
    url = new URL(issuer);
  } catch {
    return problem("issuer", `"${issuer}" is not a URL`, way);
  }
  if (url.protocol !== "https:" || !issuer.startsWith("https://")) {
    return problem("issuer", `"${issuer}" does not start with https://, which every cloud asks for`, way);
  }
  if (issuer.includes("?") || issuer.includes("#")) {
    return problem("issuer", `"${issuer}" has a query or a fragment, which OpenID Connect forbids`, way);
  }
  if (url.username || url.password) return problem("issuer", "the URL holds a user name or password", way);
  if (/\s/.test(issuer)) return problem("issuer", `"${issuer}" has white space in it`, way);
  return undefined;
}
