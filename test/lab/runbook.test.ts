import { Hop } from "../../src/simulator";
import { buildMesh } from "./support/meshes";
import { add, Args, named, referenceTo, statements } from "./support/mutate";
import { Document, runLab, Synthesized } from "./support/run-lab";
import { buildNineCells } from "./support/services";

/**
 * The steps of docs/revocation.md, taken by hand in what a mesh made. A step that ends what was issued is refused behind the
 * exchange, where the credential is used; one that stops new credentials alone is refused at the exchange.
 */
jest.setTimeout(60_000);

type Step = readonly [what: string, edge: RegExp, refusedAt: Hop | "not at all", take: (document: Document) => void];

/** Takes all resources of a type whose names match out of a stack. */
function remove(document: Document, type: string, name: RegExp): void {
  const all = document.resource[type] ?? {};
  const gone = Object.keys(all).filter((one) => name.test(one));
  if (gone.length === 0) throw new Error(`There is no ${type} ${String(name)}.`);
  for (const one of gone) delete all[one];
}

/** Denies a role's sessions that began before a time. AWS IAM documentation: "Revoke IAM role temporary security credentials". */
function revokeSessionsBefore(document: Document, role: RegExp, time: string): void {
  const Condition = { DateLessThan: { "aws:TokenIssueTime": [time] } };
  const policy = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: ["*"], Resource: ["*"], Condition }] };
  add(
    document,
    "aws_iam_role_policy",
    {
      name: "AWSRevokeOlderSessions",
      role: referenceTo(document, "aws_iam_role", role, "name"),
      policy: JSON.stringify(policy),
      provider: named(document, "aws_iam_role", role)[0].provider,
    },
    "revoked",
  );
}

/** Whatever session there is began before the first, and none before the second. */
const SOON = "2999-01-01T00:00:00Z";
const LONG_AGO = "2000-01-01T00:00:00Z";

const EURO_IN_WEST = /^euro:deploy\/deployer → west$/;
const WEST_IN_EURO = /^west:deploy\/deployer → euro$/;
const VELERO_IN_EURO = /^west:velero\/velero → euro$/;
const EURO_IN_CORP = /^euro:deploy\/deployer → corp$/;

const IN_CLUSTERS: readonly Step[] = [
  [
    "the bindings in EKS",
    EURO_IN_WEST,
    "authorization",
    (d) => remove(d, "kubernetes_role_binding_v1", /euro_deploy_deployer_in_west/),
  ],
  [
    "the bindings in GKE",
    WEST_IN_EURO,
    "authorization",
    (d) => remove(d, "kubernetes_role_binding_v1", /west_deploy_deployer_in_euro/),
  ],
  [
    "the bindings in AKS",
    EURO_IN_CORP,
    "authorization",
    (d) => remove(d, "kubernetes_role_binding_v1", /euro_deploy_deployer_in_corp/),
  ],
  [
    "EKS: the access entry",
    EURO_IN_WEST,
    "authentication",
    (d) => remove(d, "aws_eks_access_entry", /euro_deploy_deployer/),
  ],
  [
    "EKS: the subject in the trust policy",
    EURO_IN_WEST,
    "exchange",
    (d) =>
      statements(named(d, "aws_iam_role", /euro_deploy_deployer/)[0], "assume_role_policy", ([one]) => {
        const conditions = one.Condition as Record<string, Args>;
        for (const keys of Object.values(conditions)) {
          for (const key of Object.keys(keys).filter((name) => name.endsWith(":sub"))) keys[key] = "nobody";
        }
      }),
  ],
  [
    "EKS: the role's older sessions, which still sign in to the cluster",
    EURO_IN_WEST,
    "not at all",
    (d) => revokeSessionsBefore(d, /euro_deploy_deployer/, SOON),
  ],
  [
    "GKE: the pool",
    WEST_IN_EURO,
    "exchange",
    (d) => (named(d, "google_iam_workload_identity_pool", /pool-west/)[0].disabled = true),
  ],
  [
    "GKE: the provider",
    WEST_IN_EURO,
    "exchange",
    (d) => (named(d, "google_iam_workload_identity_pool_provider", /pool-west/)[0].disabled = true),
  ],
  [
    "GKE: the Google service account",
    VELERO_IN_EURO,
    "impersonation",
    (d) => (named(d, "google_service_account", /velero/)[0].disabled = true),
  ],
  [
    "AKS: the federated credential",
    EURO_IN_CORP,
    "exchange",
    (d) => remove(d, "azurerm_federated_identity_credential", /euro_deploy_deployer/),
  ],
];

const IN_ACCOUNTS: readonly Step[] = [
  [
    "AWS: the role's policies",
    /^west:etl\/loader → account-aws$/,
    "authorization",
    (d) => remove(d, "aws_iam_role_policy", /service-role_west_etl_loader/),
  ],
  [
    "AWS: the role's older sessions",
    /^west:etl\/loader → account-aws$/,
    "authorization",
    (d) => revokeSessionsBefore(d, /service-role_west_etl_loader/, SOON),
  ],
  [
    "AWS: older sessions, for one that began later",
    /^west:etl\/loader → account-aws$/,
    "not at all",
    (d) => revokeSessionsBefore(d, /service-role_west_etl_loader/, LONG_AGO),
  ],
];

describe.each([
  ["a cluster", "mesh", buildMesh, IN_CLUSTERS],
  ["an account", "cells", buildNineCells, IN_ACCOUNTS],
] as const)("a step that cuts off an edge into %s", (_target, stack, build, steps) => {
  let good: Synthesized;
  beforeAll(() => {
    good = new Synthesized(build);
  });
  afterAll(() => good.remove());

  it.each(steps)("takes away %s", async (what, edge, refusedAt, take) => {
    const path = good.broken(stack, what, take);

    const own = (await runLab([path], { edges: edge })).filter(({ category }) => category === "own");

    expect(own.length).toBeGreaterThan(0);
    const refused = own.filter(({ verdict }) => verdict === "surprise").map(({ hop }) => hop);
    expect([...new Set(refused)]).toEqual(refusedAt === "not at all" ? [] : [refusedAt]);
  });
});
