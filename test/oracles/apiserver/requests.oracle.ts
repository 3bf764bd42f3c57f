import { BUILT_IN, NOT_PLAYED, OWN, REQUESTS } from "../../lab/support/api-requests";
import { Answered } from "./server";
import { TwoServers } from "./two-servers";

jest.setTimeout(1_800_000);

/** Refusals whose words the lab writes in its own way: of what is malformed or invalid. */
const OWN_WORDS = [400, 415, 422];

/** What is compared. Verbs of missing rules come in the order in which a controller gathered them. */
function told({ status, body }: Answered): unknown {
  if (OWN_WORDS.includes(status)) return { status };
  if (status >= 400) {
    const { reason, message, details, code } = body;
    return { status, reason, message: sortedVerbs(message), details, code };
  }
  const { allowed, denied } = (body.status ?? {}) as Record<string, unknown>;
  return { status, kind: body.kind, allowed, denied };
}

function sortedVerbs(message: unknown): unknown {
  if (typeof message !== "string") return message;
  return message.replace(
    /Verbs:\[([^\]]*)\]/g,
    (_all, verbs: string) => `Verbs:[${verbs.split(" ").sort().join(" ")}]`,
  );
}

describe("the lab's API server answers as kube-apiserver does whoever", () => {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await TwoServers.start(OWN, BUILT_IN);
  }, 600_000);
  afterAll(() => servers.stop());

  it.each(REQUESTS)("%s %s", async (_verb, _what, user, status, request) => {
    const bearer = user === "" ? undefined : user;
    const real = await servers.kubernetes(bearer, request);
    expect(real.status).toBe(status);
    expect(told(await servers.lab(bearer, request))).toEqual(told(real));
  });

  it.each(Object.entries(NOT_PLAYED))(
    "asks what it does not play and is allowed: %s",
    async (_what, [user, request]) => {
      const { status } = await servers.kubernetes(user, request);
      expect([401, 403]).not.toContain(status);
      expect((await servers.lab(user, request)).status).toBe(501);
    },
  );
});
