import { execArguments } from "../src/exec-contract";

describe("execArguments", () => {
  it("prints the flags in the contract's order, whatever order they were given in", () => {
    expect(execArguments("eks", { region: "eu-west-1", fips: true, "cluster-name": "west" })).toEqual([
      "eks",
      "--cluster-name",
      "west",
      "--region",
      "eu-west-1",
      "--fips",
    ]);
  });

  it("refuses a flag of another subcommand", () => {
    expect(() => execArguments("gke", { "role-arn": "x" })).toThrow("trust-mesh-auth gke has no flag --role-arn.");
  });

  it("refuses to leave out a required flag", () => {
    expect(() => execArguments("aks", { "tenant-id": "x" })).toThrow("trust-mesh-auth aks needs --client-id.");
  });
});
