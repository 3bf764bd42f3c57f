import { accessIn } from "../../src/lab/cluster/access-in";

/** The rows are those of Kubernetes' `requestinfo_test.go`, and of what its field selectors say. */
function asked(method: string, url: string) {
  const { pathname, searchParams } = new URL(url, "https://server");
  const request = { method, host: "server", port: 443, headers: {}, body: Buffer.alloc(0) };
  return accessIn({ ...request, path: pathname, query: searchParams });
}

const pods = { group: "", resource: "pods", namespace: "other" };
it.each<[string, string, object]>([
  ["GET", "/api/v1/namespaces", { verb: "list", group: "", resource: "namespaces", namespace: "" }],
  [
    "GET",
    "/api/v1/namespaces/other",
    { verb: "get", group: "", resource: "namespaces", namespace: "other", name: "other" },
  ],
  ["GET", "/api/v1/namespaces/other/pods", { ...pods, verb: "list" }],
  ["GET", "/api/v1/namespaces/other/pods/foo", { ...pods, verb: "get", name: "foo" }],
  ["HEAD", "/api/v1/namespaces/other/pods/foo", { ...pods, verb: "get", name: "foo" }],
  ["GET", "/api/v1/watch/pods", { ...pods, namespace: "", verb: "watch" }],
  ["GET", "/api/v1/watch/namespaces/other/pods", { ...pods, verb: "watch" }],
  ["GET", "/api/v1/namespaces/other/pods?watch=1", { ...pods, verb: "watch" }],
  ["GET", "/api/v1/namespaces/other/pods?watch=FALSE", { ...pods, verb: "list" }],
  ["POST", "/api/v1/namespaces/other/pods", { ...pods, verb: "create" }],
  ["DELETE", "/api/v1/namespaces/other/pods", { ...pods, verb: "deletecollection" }],
  ["GET", "/api/v1/namespaces/other/pods/foo/log", { ...pods, verb: "get", name: "foo", subresource: "log" }],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name=foo", { ...pods, verb: "list", name: "foo" }],
  [
    "GET",
    "/api/v1/namespaces/other/pods?fieldSelector=a%3Db,metadata.name%3D%3Dfoo&watch=true",
    { ...pods, verb: "watch", name: "foo" },
  ],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name!=foo", { ...pods, verb: "list" }],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name%3D..", { ...pods, verb: "list" }],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name%3Da%2Fb", { ...pods, verb: "list" }],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name", { ...pods, verb: "list" }],
  ["GET", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name%3Dfoo&limit=x", { ...pods, verb: "list" }],
  ["DELETE", "/api/v1/namespaces/other/pods?fieldSelector=metadata.name%3Dfoo", { ...pods, verb: "deletecollection" }],
  ["GET", "/healthz", { verb: "get", path: "/healthz" }],
])("%s %s", (method, url, request) => {
  expect(asked(method, url)).toEqual(request);
});
