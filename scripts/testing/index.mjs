/** The same module as `require` gives, so that matchers and mesh are there once. */
import testing from "./index.js";

export const { describeMesh, meshMatchers } = testing;
