/* eslint-disable @typescript-eslint/no-require-imports -- import() cannot load a module before the next turn. */

/**
 * Node.js's modules that take milliseconds to load, each loaded where it is first needed: an answer from the cache needs
 * none of them.
 */
export const load = {
  childProcess: () => require("node:child_process") as typeof import("node:child_process"),
  crypto: () => require("node:crypto") as typeof import("node:crypto"),
  dns: () => require("node:dns") as typeof import("node:dns"),
  net: () => require("node:net") as typeof import("node:net"),
  os: () => require("node:os") as typeof import("node:os"),
  vm: () => require("node:vm") as typeof import("node:vm"),
  tls: () => require("node:tls") as typeof import("node:tls"),
  zlib: () => require("node:zlib") as typeof import("node:zlib"),
};
