import { Authenticator } from "../../src/lab/cluster/authenticator";
import { ApiServer } from "../../src/lab/cluster/api-server";
import { Journal } from "../../src/lab/journal";
import { LabRequest } from "../../src/lab/network/http";

/** A GKE cluster of which only matters by which URL its cloud is told that clients come. */
function gkeServer() {
  const servers: (string | undefined)[] = [];
  const cloud = {
    authenticate: (_cluster: unknown, _principal: unknown, server?: string) => {
      servers.push(server);
      return { granted: false, hop: "authentication", code: "403", message: "", because: { line: "" } };
    },
  };
  const world = { cloudOf: () => cloud, edges: [] };
  const holder = {
    principal: { kind: "built-in", name: "principal://one" },
    bearer: "b",
    expires: 9,
    tellsEmail: true,
  };
  const [worldOf, google, none] = [world, { holderOf: () => holder }, {}] as unknown as never[];
  const authenticator = new Authenticator(worldOf, none, google, none, none);
  const server = new ApiServer(worldOf, { kind: "gke" } as never, authenticator, new Journal());
  return { server, servers };
}

describe("an API server", () => {
  it.each([
    ["gke-0123456789abcdef-123456789012.europe-west1.gke.goog", 443, ""],
    ["203.0.113.7", 6443, ":6443"],
  ])("tells GKE by which of its URLs a client came: %s", async (host, port, suffix) => {
    const { server, servers } = gkeServer();
    const request = { host, port, path: "/api", method: "GET", headers: { authorization: "Bearer t" } };
    await server.handler(request as unknown as LabRequest);
    expect(servers).toEqual([`https://${host}${suffix}`]);
  });
});
