import { expect } from "vitest";
import testing from "./index.js";

expect.extend(testing.meshMatchers);

export const { describeMesh, meshMatchers } = testing;
