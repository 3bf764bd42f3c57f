import fc from "../../support/property";
import { execArguments, PLUGIN_FLAGS, PluginSubcommand } from "../../../src/exec-contract";
import { flagOf, readExecArguments } from "../../../src/simulator";
import { ExecFault } from "../../../src/simulator/edges/exec-request";

/** An exec stanza's arguments are read by the contract that printed them. */
describe("arguments", () => {
  it.each([
    ["a flag and its value", ["eks", "--region", "us-east-1"], { region: "us-east-1" }],
    ["a flag with its value behind =", ["eks", "--region=us-east-1"], { region: "us-east-1" }],
    ["a value that holds =", ["gke", "--audience=a=b"], { audience: "a=b" }],
    ["an empty value", ["gke", "--audience", ""], { audience: "" }],
    ["a value that looks like a flag", ["gke", "--audience", "--debug"], { audience: "--debug" }],
    ["a flag that takes none", ["aks", "--no-cache", "--debug"], { "no-cache": true, debug: true }],
    ["none", ["oidc"], {}],
  ])("may be %s", (_what, args, flags) => {
    expect(readExecArguments(args)).toEqual({ subcommand: args[0], flags });
  });

  it.each([
    ["no subcommand", [], '"undefined" is no subcommand'],
    ["another subcommand", ["doctor"], '"doctor" is no subcommand'],
    ["a name of every object", ["toString"], '"toString" is no subcommand'],
    ["another flag", ["eks", "--bucket", "x"], 'eks has no flag "--bucket"'],
    ["another subcommand's flag", ["aks", "--role-arn", "x"], 'aks has no flag "--role-arn"'],
    ["a word without dashes", ["eks", "us-east-1"], 'eks has no flag "us-east-1"'],
    ["a flag without its value", ["eks", "--region"], "--region has no value"],
  ])("that are %s are a fault", (_what, args, message) => {
    expect(() => readExecArguments(args)).toThrow(ExecFault);
    expect(() => readExecArguments(args)).toThrow(message);
  });

  it("are read as they were printed, whatever their values", () => {
    const subcommand = fc.constantFrom(...(Object.keys(PLUGIN_FLAGS) as PluginSubcommand[]));
    const printed = subcommand.chain((command) =>
      fc.record({
        command: fc.constant(command),
        flags: fc.record(
          Object.fromEntries(
            PLUGIN_FLAGS[command].map(({ name, value }) => [
              name,
              value === undefined ? fc.constant(true) : fc.string(),
            ]),
          ) as Record<string, fc.Arbitrary<string | true>>,
          { requiredKeys: PLUGIN_FLAGS[command].filter(({ required }) => required).map(({ name }) => name) },
        ),
      }),
    );
    fc.assert(
      fc.property(printed, ({ command, flags }) => {
        expect(readExecArguments(execArguments(command, flags))).toEqual({ subcommand: command, flags });
      }),
    );
  });
});

describe("a flag", () => {
  it("has a value where it was given one", () => {
    const request = readExecArguments(["eks", "--region", "us-east-1", "--debug"]);
    expect(flagOf(request, "region")).toBe("us-east-1");
    expect(flagOf(request, "debug")).toBeUndefined();
    expect(flagOf(request, "role-arn")).toBeUndefined();
  });
});
