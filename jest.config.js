/** Types are checked by `npm run typecheck`; here each file is only transpiled, which keeps a test run short. */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  moduleNameMapper: { "^cdktf-trust-mesh$": "<rootDir>/src/index.ts" },
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "tsconfig.dev.json", diagnostics: false }] },
  modulePathIgnorePatterns: ["<rootDir>/lib", "<rootDir>/dist", "cdktf.out"],
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  testTimeout: 120_000,
  clearMocks: true,
  /** Half of a small machine would idle: by default one processor is left alone. */
  maxWorkers: "100%",
};
