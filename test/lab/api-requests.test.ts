import { LabRequest, LabResponse, MalformedRequest } from "../../src/lab/network/http";
import { BUILT_IN, NOT_PLAYED, OWN, REQUESTS } from "./support/api-requests";
import { rbacServer } from "./support/rbac-server";

/**
 * What the lab's API servers answer, with the statuses that kube-apiserver 1.37.2 answered the same requests with:
 * `npm run oracles:apiserver` compares the whole answers.
 */
const server = rbacServer(OWN, BUILT_IN);

type Sent = (typeof REQUESTS)[number][4];

async function ask(user: string, { method, path, headers = {}, body, text }: Sent): Promise<LabResponse> {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const all: Record<string, string | string[]> = {
    ...(user === "" ? {} : { authorization: `Bearer ${user}` }),
    ...(content === undefined ? {} : { "content-type": "application/json" }),
    ...headers,
  };
  const { pathname, searchParams } = new URL(`https://host${path}`);
  const entries = Object.entries(all).map(([name, value]) => [name.toLowerCase(), [value].flat()] as const);
  const request: LabRequest = {
    ...{ method, host: "host", port: 443, path: pathname, query: searchParams, target: path },
    headers: Object.fromEntries(entries.map(([name, [first]]) => [name, first])),
    values: Object.fromEntries(entries),
    body: Buffer.from(content ?? ""),
  };
  return await server(request);
}

describe("the lab's API server answers as kube-apiserver does whoever", () => {
  it.each(REQUESTS)("%s %s", async (_verb, _what, user, status, request) => {
    const answered = await ask(user, request).then(
      (answer) => answer.status,
      (error: unknown) => (error instanceof MalformedRequest ? 400 : error),
    );
    expect(answered).toBe(status);
  });
});

it.each(Object.entries(NOT_PLAYED))("it says that it does not play %s", async (_what, [user, request]) => {
  const { status, body } = await ask(user, request);
  expect([status, body]).toEqual([501, expect.stringContaining("the lab's API server does not ")]);
});

it("it lists what a selector chooses", async () => {
  const list = async (selector: string) => {
    const path = `/api/v1/namespaces?fieldSelector=${encodeURIComponent(selector)}`;
    const { body } = await ask("root", { method: "GET", path });
    return (JSON.parse(body) as { items: { metadata: { name: string } }[] }).items.map(({ metadata }) => metadata.name);
  };
  expect(await list("metadata.name=default")).toEqual(["default"]);
  expect(await list("metadata.name!=default")).toEqual(["kube-system"]);
  expect(await list("metadata.name=default,metadata.name=kube-system")).toEqual([]);
});
