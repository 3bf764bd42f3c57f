import { answer } from "../../src/cli/can-i/answer";
import { questionOf } from "../../src/cli/can-i/request";
import { readWorld, World } from "../../src/simulator";
import { Synthesized } from "../lab/support/run-lab";
import { buildNineCells, VAULT } from "../lab/support/services";

describe("can-i for a cloud's own service", () => {
  let synthesized: Synthesized;
  let world: World;
  beforeAll(() => {
    synthesized = new Synthesized(buildNineCells);
    world = readWorld([synthesized.path]);
  });
  afterAll(() => synthesized.remove());

  const ask = (request: object) => answer(world, questionOf(request), Math.floor(Date.now() / 1000));

  it.each([
    ["s3:GetObject", "arn:aws:s3:::acme-reports/2027/january.csv", true],
    ["s3:GetObject", "arn:aws:s3:::acme-reports-next/2027/january.csv", false],
    ["s3:PutObject", "arn:aws:s3:::acme-reports/2027/january.csv", false],
    ["storage.objects.list", "//storage.googleapis.com/projects/_/buckets/acme-exports", true],
    ["storage.objects.delete", "//storage.googleapis.com/projects/_/buckets/acme-exports/objects/a", false],
    ["Microsoft.KeyVault/vaults/secrets/getSecret/action", `${VAULT}/secrets/database`, true],
    ["Microsoft.KeyVault/vaults/secrets/setSecret/action", `${VAULT}/secrets/database`, false],
  ])("answers %s on %s", (action, resource, allowed) => {
    const verdict = ask({ from: "west:etl/loader", action, resource });

    expect(verdict).toMatchObject({ allowed, hop: "authorization", code: allowed ? "allowed" : "403" });
  });

  it("tells the resource that decides", () => {
    const request = {
      from: "corp:etl/loader",
      to: "account-aws",
      action: "s3:ListBucket",
      resource: "arn:aws:s3:::acme-reports",
    };

    expect(ask(request)).toMatchObject({ allowed: true, by: { from: "corp:etl/loader", to: "account-aws" } });
    expect(ask(request).address).toMatch(/^cells: aws_iam_role_policy\./);
  });

  it("refuses another service account at the exchange", () => {
    const request = { from: "west:etl/other", action: "s3:GetObject", resource: "arn:aws:s3:::acme-reports/a" };

    expect(ask(request)).toMatchObject({ allowed: false, hop: "exchange", code: "AccessDenied" });
  });

  it.each([
    ["s3:GetObjct", "arn:aws:s3:::acme-reports/a", 'did you mean "s3:GetObject"?'],
    ["storage.objects.gett", "*", 'did you mean "storage.objects.get"?'],
    ["Microsoft.KeyVault/vaults/secrets/getSecrets/action", VAULT, 'secrets/getSecret/action"?'],
  ])("answers no question that no policy can match: %s", (action, resource, words) => {
    expect(() => ask({ from: "west:etl/loader", action, resource })).toThrow(words);
  });

  it("refuses an account that no edge leads to, and fields of clusters", () => {
    const request = { from: "west:etl/loader", action: "s3:GetObject", resource: "arn:aws:s3:::acme-reports/a" };

    expect(() => ask({ ...request, to: "elsewhere" })).toThrow(
      'to is "elsewhere", to which no edge leads. The edges are: ',
    );
    expect(() => ask({ ...request, namespace: "etl" })).toThrow('"namespace" is no field of such a request');
  });
});
