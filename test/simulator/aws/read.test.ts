import { UnresolvedValue } from "../../../src/simulator";
import { placeOf } from "../../../src/terraform";
import { yes } from "../support/answers";
import { account, ACCOUNT, assume, AWS, HOST, ISSUER, PROVIDER_ARN, ROLE_ARN, trusting } from "../support/aws";
import { Args, leftOutOf, merged, read, Stack } from "../support/stack";

/** What AWS was told, as Terraform's resources say it. */
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
const POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

function associated(args: Args): Stack {
  return {
    provider: AWS,
    resource: {
      aws_eks_access_policy_association: {
        view: { cluster_name: "west", principal_arn: ROLE_ARN, policy_arn: POLICY, ...args },
      },
    },
  };
}

describe("an access policy's scope", () => {
  it.each([
    ["the whole cluster", { access_scope: { type: "cluster" } }, undefined],
    ["namespaces", { access_scope: { type: "namespace", namespaces: ["a", "b-*"] } }, ["a", "b-*"]],
    ["namespaces, in a list of one block", { access_scope: [{ type: "namespace", namespaces: ["a"] }] }, ["a"]],
    ["nothing, where none is written", {}, []],
  ])("is %s", (_what, args, namespaces) => {
    const [found] = read(associated(args)).aws.associationsOf(CLUSTER);
    expect(found).toMatchObject({ principalArn: ROLE_ARN, policy: "AmazonEKSViewPolicy" });
    expect(found.namespaces).toEqual(namespaces);
  });
});

describe("a trust policy", () => {
  const statement = {
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
    condition: [
      { test: "StringEquals", variable: `${HOST}:aud`, values: ["client-a"] },
      { test: "StringEquals", variable: `${HOST}:sub`, values: ["system:serviceaccount:ns:sa"] },
    ],
  };
  const byDocument = (statements: unknown): Stack =>
    merged(account([], { assume_role_policy: "${data.aws_iam_policy_document.trust.json}" }), {
      data: { aws_iam_policy_document: { trust: { statement: statements } } },
    });

  it("may be a policy document's blocks, of which each condition counts", () => {
    const world = read(byDocument([statement]));
    expect(yes(assume(world)).argument).toBe("assume_role_policy");
    expect(assume(world, { claims: { sub: "system:serviceaccount:ns:other" } }).granted).toBe(false);
    expect(assume(world, { claims: { azp: "client-b" } }).granted).toBe(false);
  });

  it("may be a policy document of one block", () => {
    expect(assume(read(byDocument(statement))).granted).toBe(true);
  });

  it.each([
    ["denies", { effect: "Deny" }],
    ["excepts the action", { actions: undefined, not_actions: ["sts:*"] }],
    ["names AWS principals", { principals: [{ type: "AWS", identifiers: ["*"] }] }],
    ["names everybody", { principals: [{ type: "*", identifiers: ["*"] }] }],
  ])("of a policy document whose block %s lets no token in", (_what, parts) => {
    expect(assume(read(byDocument([{ ...statement, ...parts }]))).granted).toBe(false);
  });

  it("that rests on documents that are not read is not guessed", () => {
    const stack = merged(byDocument([statement]), {
      data: { aws_iam_policy_document: { trust: { statement, source_policy_documents: ["${var.other}"] } } },
    });
    expect(assume(read(stack)).because.line).toMatch(/^cannot be judged: /);
  });
});

describe("what cannot be understood", () => {
  it.each([
    ["a role", { aws_iam_role: { odd: { name: "${upper(var.name)}", assume_role_policy: "{}" } } }],
    ["an issuer", { aws_iam_openid_connect_provider: { odd: { url: "${var.url}", client_id_list: [] } } }],
  ])("is left out and told where it is %s, which lets nobody in by itself", (_what, resource) => {
    // WHEN
    const world = read(merged(account(), { resource }));

    // THEN
    expect(world.leftOut).toHaveLength(1);
    expect(leftOutOf(world)[0]).toMatch(/^mesh: aws_iam_\w+\.odd\.\w+: var\.\w+ is not in the stack "mesh"$/);
    expect(assume(world).granted).toBe(true);
  });

  it.each([
    ["an access entry", { aws_eks_access_entry: { odd: { cluster_name: "west", principal_arn: "${var.arn}" } } }],
    ["an access policy", { aws_eks_access_policy_association: { odd: { principal_arn: "${var.arn}" } } }],
  ])("keeps the lab from starting where it is %s", (_what, resource) => {
    expect(() => read(merged(account(), { resource }))).toThrow(UnresolvedValue);
  });
});

describe("an object outside what was read", () => {
  it("does not replace one that was read", () => {
    // GIVEN
    const { aws } = read(account());

    // WHEN
    aws.assumeRole(ROLE_ARN, trusting({ Effect: "Deny" }));
    aws.assumeProvider(PROVIDER_ARN, "client-c");

    // THEN
    expect(aws.roleOf(ROLE_ARN)?.trustPolicy()).not.toContain("Deny");
    expect(aws.providerOf(ISSUER, ACCOUNT, "aws")?.clientIds).toEqual(["client-a", "client-b"]);
    expect(aws.isRead(PROVIDER_ARN)).toBe(true);
  });

  it("is for everyone of whom it was believed", () => {
    // GIVEN
    const { aws } = read({ provider: AWS });
    const other = "arn:aws:iam::999988887777:role/apps/other";

    // WHEN
    for (const Sid of ["one", "two"]) aws.assumeRole(other, trusting({ Sid }));
    for (const clientId of ["a", "b"]) aws.assumeProvider(PROVIDER_ARN, clientId);

    // THEN
    const role = aws.roleOf(other);
    expect(role).toMatchObject({ account: "999988887777", name: "other", partition: "aws", maxSeconds: 3600 });
    const { Statement } = JSON.parse(role?.trustPolicy() ?? "") as { Statement: { Sid: string }[] };
    expect(Statement.map(({ Sid }) => Sid)).toEqual(["one", "two"]);
    expect(aws.providerOf(ISSUER, ACCOUNT, "aws")?.clientIds).toEqual(["a", "b"]);
    expect(aws.isRead(PROVIDER_ARN)).toBe(false);
  });
});

describe("the nearest", () => {
  it("entry is looked for in every cluster", () => {
    // GIVEN
    const world = read({
      provider: AWS,
      resource: { aws_eks_access_entry: { reader: { cluster_name: "wast", principal_arn: ROLE_ARN } } },
    });

    // WHEN
    const found = world.aws.nearestEntry(CLUSTER, ROLE_ARN);

    // THEN
    expect(found?.text).toBe(`arn:aws:eks:us-east-1:${ACCOUNT}:cluster/wast ${ROLE_ARN}`);
    expect(found?.resource && placeOf(found.resource)).toBe("mesh: aws_eks_access_entry.reader");
  });
});
