import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { elementText } from "../../src/plugin/aws/xml";
import { sessionNameFor } from "../../src/plugin/aws/session-name";
import { SESSION_NAME_FORM } from "../../src/vendor/aws/sts";
import { partitionOf } from "../../src/plugin/aws/partition";
import { CacheEntry } from "../../src/plugin/cache/entry";
import { BOUND_VARIABLES, shellKey } from "../../src/plugin/cache/shell-hit";
import { parseCommandLine } from "../../src/plugin/command-line";
import { publishedExpiry } from "../../src/plugin/credential";
import { parseExecInfo } from "../../src/plugin/exec-info";
import { PluginFailure } from "../../src/plugin/failure";
import { readExternalAccount } from "../../src/plugin/google/external-account";
import { isNearby } from "../../src/plugin/http/metadata";
import { isTokenText, jsonObject } from "../../src/plugin/json";
import { readClaims } from "../../src/plugin/jwt";
import { keepSecret, redact } from "../../src/plugin/redaction";
import { Settings } from "../../src/plugin/settings";
import { readTokenFile } from "../../src/plugin/sources/token-file";
import { targetOf } from "../../src/plugin/targets";
import { PLUGIN_FLAGS } from "../../src/exec-contract";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trust-mesh-fuzz-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whatever comes in, a parser answers or refuses in words; it never fails in another way. */
const answersOrRefuses = (parse: () => unknown) => {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(PluginFailure);
    return undefined;
  }
};
const anyText = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json());
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("tokens", () => {
  it("are read whatever they hold, or found to be none", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.json().map((payload) => `e30.${Buffer.from(payload).toString("base64url")}.e30`),
        ),
        (text) => {
          const claims = readClaims(text);
          if (claims) expect(typeof claims.sub).toBe("string");
        },
      ),
    );
  });

  it("are read to the very claims that were written", () => {
    const claims = fc.record({
      iss: fc.string({ unit: "binary" }),
      sub: fc.string({ unit: "binary" }),
      aud: fc.array(fc.string()),
      exp: fc.integer(),
    });
    fc.assert(
      fc.property(claims, (written) => {
        const read = readClaims(`e30.${base64url(written)}.e30`);
        // JSON cannot hold half of a character, so what was written is what JSON makes of it
        expect(read).toMatchObject(JSON.parse(Buffer.from(base64url(written), "base64url").toString()) as object);
      }),
    );
  });
});

describe("files", () => {
  it("of a token give its text without spaces around it, or a refusal", () => {
    const path = join(folder, "token");
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ minLength: 33_000, maxLength: 34_000 })), (text) => {
        writeFileSync(path, text);
        const read = answersOrRefuses(() => readTokenFile(path, "--token-file").token);
        if (read !== undefined) expect(read).toBe(Buffer.from(text).toString().trim());
      }),
    );
  });

  it("of an external account never lead outside the universe", () => {
    const path = join(folder, "account.json");
    const host = fc.constantFrom(
      "sts.googleapis.com",
      "sts.googleapis.com.evil.example",
      "evil.example",
      "x@sts.googleapis.com",
    );
    const content = fc.record({
      type: fc.constantFrom("external_account", "service_account"),
      audience: fc.oneof(fc.string(), fc.integer()),
      subject_token_type: fc.constant("urn:ietf:params:oauth:token-type:jwt"),
      token_url: fc
        .tuple(fc.constantFrom("https://", "http://", ""), host, fc.constantFrom("/v1/token", ":444/", ""))
        .map((parts) => parts.join("")),
      credential_source: fc.oneof(fc.anything(), fc.record({ file: fc.string() })),
      service_account_impersonation_url: fc.option(fc.webUrl(), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          content.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          writeFileSync(path, text);
          const read = answersOrRefuses(() => readExternalAccount(path, "googleapis.com"));
          if (read) {
            const { token_url: url } = JSON.parse(text) as { token_url: string };
            expect(url).toMatch(/^https:\/\/sts\.googleapis\.com(\/|$)/);
          }
        },
      ),
    );
  });

  it("of the cache give the credential that was kept for this identity, or none", () => {
    fc.assert(
      fc.property(anyText, anyText, fc.stringMatching(/^[\x21-\x7e]{1,50}$/), (identity, other, token) => {
        const made = Date.now();
        const kept = { token, expires: made + 60_000, made, end: made + 60_000 };
        new CacheEntry(folder, identity).keep(kept);
        expect(new CacheEntry(folder, identity).credential()).toEqual(kept);
        if (other !== identity) expect(new CacheEntry(folder, other).credential()?.token).not.toBe(`${token}x`);
        expect(new CacheEntry(folder, `${identity}${other}x`).credential()).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

describe("the environment", () => {
  it("is read whatever KUBERNETES_EXEC_INFO holds", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.anything().map((value) => JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", spec: value })),
        ),
        (text) => {
          const info = answersOrRefuses(() => parseExecInfo(text)) as { apiVersion: string } | undefined;
          if (info) expect(info.apiVersion).toMatch(/^client\.authentication\.k8s\.io\/v1(beta1)?$/);
        },
      ),
    );
  });

  it.each([
    // client-go 1.11 to 1.19 sets no KUBERNETES_EXEC_INFO for v1beta1, and knows no v1
    [undefined, undefined, "client.authentication.k8s.io/v1beta1"],
    ["", undefined, "client.authentication.k8s.io/v1beta1"],
    [undefined, "v1", "client.authentication.k8s.io/v1"],
    [undefined, "v1beta1", "client.authentication.k8s.io/v1beta1"],
    ['{"apiVersion":"client.authentication.k8s.io/v1beta1"}', "v1", "client.authentication.k8s.io/v1beta1"],
    ['{"apiVersion":"client.authentication.k8s.io/v1"}', "v1beta1", "client.authentication.k8s.io/v1"],
  ])("asks by KUBERNETES_EXEC_INFO %p, beside a stanza of %p, for %s", (text, stanza, version) => {
    expect(parseExecInfo(text, stanza).apiVersion).toBe(version);
  });

  it.each([
    ["{", "is not a JSON object"],
    ["[]", "is not a JSON object"],
    ["{}", "names no apiVersion"],
    ['{"apiVersion":"v1"}', 'asks for apiVersion "v1"'],
  ])("is refused with KUBERNETES_EXEC_INFO %s", (text, message) => {
    expect(() => parseExecInfo(text)).toThrow(`usage: KUBERNETES_EXEC_INFO ${message}.`);
  });

  it("makes settings and a target of any values, or refuses in words", () => {
    const subcommand = fc.constantFrom("eks", "gke", "aks", "oidc");
    const flags = fc.dictionary(
      fc.constantFrom(...Object.values(PLUGIN_FLAGS).flatMap((all) => all.map(({ name }) => name))),
      fc.string(),
    );
    const env = fc.dictionary(fc.constantFrom(...BOUND_VARIABLES), anyText);
    fc.assert(
      fc.property(
        subcommand,
        flags,
        fc.dictionary(fc.string(), fc.anything()),
        env,
        (command, given, config, variables) => {
          answersOrRefuses(() => targetOf(new Settings(command, given, config, variables)));
        },
      ),
    );
  });

  it("gives way to spec.cluster.config, which gives way to flags", () => {
    const env = { AWS_REGION: "eu-west-3" };
    const config = { region: "eu-west-2", fips: true };
    expect(new Settings("eks", { region: "eu-west-1" }, config, env).get("region")).toBe("eu-west-1");
    expect(new Settings("eks", {}, config, env).get("region")).toBe("eu-west-2");
    expect(new Settings("eks", {}, config, env).has("fips")).toBe(true);
    expect(new Settings("eks", { fips: false }, config, env).has("fips")).toBe(false);
  });

  it("does not tell the target's host, universe, cloud or session", () => {
    const env = {
      AWS_USE_FIPS_ENDPOINT: "true",
      AWS_USE_DUALSTACK_ENDPOINT: "true",
      AWS_ROLE_SESSION_NAME: "of-the-pod",
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: "example.com",
    };
    const eks = { "cluster-name": "west", region: "us-east-1" };
    for (const config of [{}, { fips: false, "dual-stack": false }]) {
      const settings = new Settings("eks", eks, config, env);
      expect([settings.has("fips"), settings.has("dual-stack"), settings.get("session-name")]).toEqual([
        false,
        false,
        undefined,
      ]);
      expect(targetOf(settings).identity).toContain("sts.us-east-1.amazonaws.com");
    }
    expect(new Settings("gke", {}, {}, env).get("universe-domain")).toBeUndefined();
  });

  it("tells what has no default, and nothing of a wrong type counts", () => {
    const env = { AWS_REGION: "eu-west-3" };
    expect(new Settings("eks", {}, {}, env).get("region")).toBe("eu-west-3");
    expect(() => new Settings("eks", {}, { region: {} }, env)).toThrow('gives "region" a value of the wrong type');
    expect(() => new Settings("eks", {}, { "cache-dir": "/x" }, env)).toThrow('may not set "cache-dir"');
  });
});

it("the command line is parsed or refused in words", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("eks", "gke", "doctor", "--region", "--region=x", "--fips", "--", "-h"),
  );
  fc.assert(fc.property(fc.array(word), (args) => void answersOrRefuses(() => parseCommandLine(args))));
});

it("the shell's key tells every two command lines and environments apart", () => {
  const words = fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 });
  const env = fc.dictionary(
    fc.constantFrom("AWS_REGION", "AWS_ROLE_ARN", "KUBERNETES_EXEC_INFO"),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(words, env, words, env, (args, variables, otherArgs, otherVariables) => {
      const same =
        JSON.stringify(args) === JSON.stringify(otherArgs) &&
        BOUND_VARIABLES.every((name) => (variables[name] ?? "") === (otherVariables[name] ?? ""));
      const [key, other] = [shellKey(args, variables), shellKey(otherArgs, otherVariables)];
      // The number of arguments is part of the key by its number of tabs, which no argument holds
      if (key !== undefined && other !== undefined) expect(key === other).toBe(same);
    }),
  );
});

it("a session name is always legal, and tells subjects apart", () => {
  const subject = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      expect(sessionNameFor(a)).toMatch(SESSION_NAME_FORM);
      if (a !== b) expect(sessionNameFor(a)).not.toBe(sessionNameFor(b));
    }),
  );
  expect(sessionNameFor("system:serviceaccount:argocd:server")).toBe("argocd.server");
});

it("text of an XML answer comes back as it was escaped", () => {
  const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(elementText(`<a><Code>${escape(text)}</Code></a>`, "Code")).toBe(text.trim());
    }),
  );
  expect(elementText("<Message>a &lt;b&gt; &amp;amp; &quot;c&quot;</Message>", "Message")).toBe('a <b> &amp; "c"');
});

it("a published expiry is early, but never past while the credential is good", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000 }), fc.integer({ min: 0, max: 1_000_000_000 }), (life, now) => {
      const expiry = publishedExpiry(now + life, now);
      expect(expiry).toBeLessThanOrEqual(now + life);
      expect(expiry).toBeGreaterThanOrEqual(now);
      if (life > 60_000) expect(expiry).toBe(now + life - 60_000);
    }),
  );
});

it("a secret is found wherever it stands in a text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w+/=]{8,60}$/), fc.string(), fc.string(), (secret, before, after) => {
      keepSecret(secret);
      expect(redact(`${before}${secret}${after}`)).not.toContain(secret);
    }),
  );
});

it.each([
  ["http://169.254.169.254", true],
  ["http://127.0.0.1:8080/x", true],
  ["http://[fd00:ec2::23]/v1", true],
  ["http://[fe80::1]", true],
  ["http://metadata.google.internal", true],
  ["http://169.254.169.254.evil.example", false],
  ["http://10.0.0.1", false],
  ["http://127.evil.example", false],
  ["http://[::ffff:10.0.0.1]", false],
  ["not a url", false],
])("an address is near or not: %s", (address, near) => {
  expect(isNearby(address)).toBe(near);
});

it.each([
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eusc-de-east-1", "aws-eusc"],
  ["mx-central-1", "aws"],
])("the region %s is of the partition %s", (region, partition) => {
  expect(partitionOf(region).id).toBe(partition);
});

it("an answer's token is printable and whole, or none", () => {
  expect(isTokenText("a.b-c_~/+=")).toBe(true);
  for (const value of ["", "a b", "a\n", "a\u0000", "é", 7, undefined]) expect(isTokenText(value)).toBe(false);
  expect(jsonObject("[1]")).toBeUndefined();
});
