import { sourceFailure } from "../failure";
import { emptyAnswer } from "../http/answers";
import { parseUrl } from "../http/endpoint";
import { isNearby } from "../http/metadata";
import { isTokenText, jsonObject } from "../json";
import { keepSecret } from "../redaction";
import { audienceToMint } from "../targets/target";
import { GITHUB_REQUEST_TOKEN, GITHUB_TOKEN_URL } from "../variables";
import { askMetadata } from "./ask-metadata";
import { Source, variableOf } from "./source";
import { subjectFromToken } from "./subject-token";

const PEER = "GitHub's token service";
const PERMISSION = "Give the job the permission id-token: write.";

/**
 * The ID token of a GitHub Actions job, asked for with the target's audience ("OpenID Connect reference", GitHub Docs).
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export const githubActions: Source = {
  name: "github-actions",
  variables: [GITHUB_TOKEN_URL],
  read: async (run, target) => {
    const address = variableOf(run, GITHUB_TOKEN_URL, "github-actions", PERMISSION);
    const requestToken = keepSecret(variableOf(run, GITHUB_REQUEST_TOKEN, "github-actions", PERMISSION));
    const url = parseUrl(address);
    if (!url || (url.protocol !== "https:" && !(url.protocol === "http:" && isNearby(address)))) {
      throw sourceFailure(`${GITHUB_TOKEN_URL} is not an https URL.`, "The runner sets it: leave it alone.");
    }
    const audience = audienceToMint(target);
    // What is there stays as it is written; of two audiences the service could take either.
    if (url.searchParams.has("audience")) url.searchParams.delete("audience");
    url.search += `${url.search ? "&" : "?"}audience=${encodeURIComponent(audience)}`;
    const headers = { authorization: `Bearer ${requestToken}`, accept: "application/json" };
    const body = await askMetadata(run, { peer: PEER, vendor: "github", url: url.href, headers }, ({ status }) => ({
      wayOut: status === 401 || status === 403 ? PERMISSION : `Check ${GITHUB_TOKEN_URL}.`,
    }));
    const { value } = jsonObject(body) ?? {};
    if (!isTokenText(value)) throw emptyAnswer("source", PEER);
    return subjectFromToken(keepSecret(value), { ...target.needs, audiences: [audience] }, { name: PEER });
  },
};
