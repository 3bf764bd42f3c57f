import { scanObjects } from "../../src/scan";

/**
 * Keys that open nothing, as OpenSSL 3 writes them: `openssl pkcs12 -export -nocerts -inkey key.pem -passout pass:notasecret`,
 * with `-macalg`, `-passout` and `-iter` as the names say.
 */
const SHA1 =
  "MIIBbgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEGMIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECDLc3zleq44ZAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQUSTnOzAFsYFT4FbGBHG5iwSBkIAIAkAcUGnBpwn2zZHNLw1Jb4NWdpTqKIEiAp4OMRDIkOB9KjLzMjsVF52vg1TbDRAUWHGPghRc7JlOx3sicInq+IhootiEEOjiXFHZkNsXu1Tl2kQ9ytZqQuJtU/Hz+lPXyRAzbvtZIXrL5ePcwgiH0FIY9oKlvZ0vE4fNOheS5Q/u7R7LNJ84/OqmYGy5DjAxMCEwCQYFKw4DAhoFAAQUMiYoZmHYfE1c49NuhWuhNzJ1/eMECIpl1W0+BCkdAgIIAA==";
const SHA256 =
  "MIIBfgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEGMIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECBga9QTkLOumAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQsxsAcQ5YKQiWLWOD1+Z1OgSBkGuNV/VOvjIEXFMRHjH5MjxjkD/AMOgKsqYyRzAclV9yaglvpHQQKg9qsI7tk4Wph0UjgSiMzAF9UUahrN++4+cOZhzUmovr6VGl+OvUPEUiIdythZtFcOBqndh3p5oTkV0tLG2iJDh93I3YwAQifvYJ6uhRXINg32hfjsc7ZR1GD+GbuaTUtlkNF3/0AVhlWzBBMDEwDQYJYIZIAWUDBAIBBQAEIDJAgGrnwLZlIedvlRIpe57x0FlZwZD8tjwVFzwmq3N7BAi/XOPk1fXjPgICCAA=";
const OTHER_PASSWORD =
  "MIIBbgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEGMIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECE7djiRqYbVFAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQlFaBtxJGhK0YJk2Aqrrv/gSBkHtlQEPg/xX40gisg0hx3DwjDwAMqPI/3wgRBeWUQjfjk1ARAiQ2bbsV4P6jMSNSQ2zO9A3LtLbIRpDc2Eze3uIZ8sS+L4gqcqpj5ygRofrvmtrwy5xeKdwYzt2IclvmQMBVNGsL2f5RCBRL4T03r8azcZUkVeMlAeewOYrsvyWdi3d/zRbRG2Vep0aFAsnhRTAxMCEwCQYFKw4DAhoFAAQUeaoQbl1VZrAxApLKmHGG3ZlfhoUECAMPo7m33eknAgIIAA==";
const TOO_MANY_ROUNDS =
  "MIIBbgIBAzCCATQGCSqGSIb3DQEHAaCCASUEggEhMIIBHTCCARkGCSqGSIb3DQEHAaCCAQoEggEGMIIBAjCB/wYLKoZIhvcNAQwKAQKgge8wgewwVwYJKoZIhvcNAQUNMEowKQYJKoZIhvcNAQUMMBwECKsxSd5hgya9AgIu4DAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQhd5OT6dBLZsSBCI+C71MzwSBkI/rQz0hLRIBFHOxIJYC3z2Rdadg1plhC4IBEwkMmHuBmoflxob+WLK522bU1H232VXuwO1QmFHCxYhnVfUHOgLpbxb6bn23ZXQO0EqxGvH0fDeu0bGyt3hqEwuNrYpY20QmsrdxPzEWt+Gnr7zpGqvf0w8q2PItTciVHiQiUSXDetVpAY1CLolT8RFlSXm2BzAxMCEwCQYFKw4DAhoFAAQU/z3hLxjjKBzsEXBrfuvVX252JxMECBi/Nbl9YsWqAgIu4A==";

function found(data: Record<string, string>, kind = "Secret") {
  const entries = kind === "Secret" ? { data } : { binaryData: data };
  return scanObjects([{ kind, metadata: { namespace: "etl", name: "keys" }, ...entries }]).credentials.map(
    ({ kind: of, entry }) => `${of} ${entry}`,
  );
}

// Google Cloud documentation, "Create and delete service account keys": a P12 key's password is notasecret.
it.each([
  ["SHA-1", SHA1],
  ["SHA-256", SHA256],
])("finds a Google service account key in PKCS #12 with %s", (_digest, key) => {
  expect(found({ "key.p12": key })).toEqual(["google-service-account-key key.p12"]);
  expect(found({ "key.p12": key }, "ConfigMap")).toEqual(["google-service-account-key key.p12"]);
});

it.each([
  ["a server's keystore, which another password opens", OTHER_PASSWORD],
  ["one whose check takes more rounds than Google's", TOO_MANY_ROUNDS],
  ["one that is cut", SHA1.slice(0, 200)],
  ["one with another content", `${SHA1.slice(0, 300)}AAAA${SHA1.slice(304)}`],
  [
    "DER of something else",
    Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x00]), Buffer.alloc(256)]).toString("base64"),
  ],
])("does not take %s for one", (_what, key) => expect(found({ "key.p12": key })).toEqual([]));
