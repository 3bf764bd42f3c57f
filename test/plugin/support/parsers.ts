import fc from "../../support/property";
import { PluginFailure } from "../../../src/plugin/failure";

/** Whatever comes in, a parser answers or refuses in words; it never fails in another way. */
export function answersOrRefuses(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(PluginFailure);
    return undefined;
  }
}

export const anyText = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json());
