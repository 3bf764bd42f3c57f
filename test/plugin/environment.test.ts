import fc from "../support/property";
import { BOUND_VARIABLES, shellKey } from "../../src/plugin/cache/shell-hit";
import { parseCommandLine } from "../../src/plugin/command-line";
import { parseExecInfo } from "../../src/plugin/exec-info";
import { PluginFailure } from "../../src/plugin/failure";
import { metadataEndpoint } from "../../src/plugin/http/metadata";
import { Settings } from "../../src/plugin/settings";
import { targetOf } from "../../src/plugin/targets";
import { PLUGIN_FLAGS } from "../../src/exec-contract";
import { answersOrRefuses, anyText } from "./support/parsers";

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

it("what the environment names as a metadata server is the host that is asked, whatever stands around it", () => {
  const parts = fc.constantFrom(
    ...[
      "http://",
      "169.254.",
      "127.",
      "0.0.1",
      "169.254",
      "@",
      "localhost",
      "evil.example",
      "/",
      "\\",
      "#",
      "?",
      ":80",
    ],
    ...[
      "[fe80::1]",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "metadata",
      ".",
      "%2e",
      "0x7f000001",
      "2130706433",
      " ",
      "\u0010",
      "\n",
    ],
  );
  const near = /^(127\.|169\.254\.|localhost$|metadata(\.google\.internal)?$|\[::1\]$|\[fe[89ab]|\[fd00:ec2)/;
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 6 }), (some) => {
      const env = { GCE_METADATA_HOST: some.join("") };
      let base: string;
      try {
        base = metadataEndpoint(new Settings("oidc", {}, {}, env), "http://own", "GCE_METADATA_HOST");
      } catch (error) {
        expect(error).toBeInstanceOf(PluginFailure);
        return;
      }
      expect(new URL(`${base}/computeMetadata/v1`).hostname).toMatch(near);
    }),
    { numRuns: 5000 },
  );
});
