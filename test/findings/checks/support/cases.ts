import { CHECKS } from "../../../../src/findings";
import { withSources } from "../../../../src/simulator";
import { readStacks, Stack } from "../../../simulator/support/stack";
import { NOW } from "../../../simulator/support/tokens";

/** Configurations of a check by what they are: what it finds, what is right, and what looks alike and is right. */
export interface Cases {
  readonly bad: Readonly<Record<string, Stack>>;
  readonly good: Readonly<Record<string, Stack>>;
  readonly near: Readonly<Record<string, Stack>>;
}

/** What a check finds in a stack, as `address: reason`. */
export function foundBy(code: string, stack: Stack): readonly string[] {
  const check = CHECKS.find((one) => one.code === code);
  if (!check) throw new Error(`no check ${code}`);
  const world = readStacks({ mesh: stack }, { keepsUnknown: true });
  return check.find(world, NOW).map(({ resource, reason }) => `${resource.address}: ${withSources(reason)}`);
}

/** Tests a check by its cases. */
export function describeCheck(code: string, { bad, good, near }: Cases): void {
  describe(code, () => {
    it.each(Object.entries(bad))("finds %s", (_name, stack) => {
      expect(foundBy(code, stack)).not.toEqual([]);
    });
    it.each(Object.entries(good))("is content with %s", (_name, stack) => {
      expect(foundBy(code, stack)).toEqual([]);
    });
    it.each(Object.entries(near))("does not take for it %s", (_name, stack) => {
      expect(foundBy(code, stack)).toEqual([]);
    });
  });
}
