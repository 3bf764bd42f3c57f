import { UnresolvedValue } from "../../../src/simulator";
import { ACCOUNT, policyOf, trusting } from "../support/aws";
import { Args, leftOutOf, read, readStacks, Stack } from "../support/stack";

/** Which account a provider acts in is told by it, or by the ARNs that name what it makes. */
const EXEC = (...args: string[]) => ({ value: JSON.stringify({ args }) });

function roles(provider: Args, named: readonly string[], output: Stack["output"] = {}): Stack {
  const policy = policyOf(trusting());
  return {
    provider: { aws: { region: "us-east-1", ...provider } },
    resource: {
      aws_iam_role: Object.fromEntries(named.map((name) => [name, { name, assume_role_policy: policy }])),
    },
    output,
  };
}

const arn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

describe("a provider's account is told by", () => {
  it.each([
    ["the only account that it allows", { allowed_account_ids: [ACCOUNT] }],
    ["the role that it assumes", { assume_role: { role_arn: `arn:aws:iam::${ACCOUNT}:role/terraform` } }],
    ["the same as a list of one block", { assume_role: [{ role_arn: `arn:aws:iam::${ACCOUNT}:role/terraform` }] }],
    [
      "the last of the roles that it assumes one from another",
      { assume_role: ["999988887777", ACCOUNT].map((id) => ({ role_arn: `arn:aws:iam::${id}:role/terraform` })) },
    ],
    [
      "the role that it assumes with a token",
      { assume_role_with_web_identity: { role_arn: `arn:aws:iam::${ACCOUNT}:role/terraform` } },
    ],
    [
      "the role that it assumes from the one of a token",
      {
        assume_role_with_web_identity: { role_arn: "arn:aws:iam::999988887777:role/terraform" },
        assume_role: { role_arn: `arn:aws:iam::${ACCOUNT}:role/terraform` },
      },
    ],
  ])("%s", (_what, provider) => {
    // GIVEN a mention of another account, which counts less
    const world = read(roles(provider, ["reader"], { kubeconfig: EXEC(arn("999988887777", "reader")) }));

    // THEN
    expect(world.aws.roleOf(arn(ACCOUNT, "reader"))).toBeDefined();
    expect(world.aws.roleOf(arn("999988887777", "reader"))).toBeUndefined();
  });

  it.each([
    ["a role's ARN in an exec stanza", { kubeconfig: EXEC("--role-arn", arn(ACCOUNT, "reader")) }],
    ["an ARN with other words around it", { note: { value: `see "${arn(ACCOUNT, "reader")}", it is good` } }],
  ])("%s", (_what, output) => {
    expect(read(roles({}, ["reader"], output)).aws.roleOf(arn(ACCOUNT, "reader"))).toBeDefined();
  });

  it("the ARN of an OIDC provider that it makes", () => {
    // GIVEN
    const url = "https://oidc.example.com/id/ABC";
    const world = read({
      provider: { aws: { region: "us-east-1" } },
      resource: { aws_iam_openid_connect_provider: { issuer: { url, client_id_list: ["a"] } } },
      output: { policy: { value: policyOf(trusting()) } },
    });

    // THEN
    expect(world.aws.providerOf(url, ACCOUNT, "aws")).toBeDefined();
  });

  it("the ARN of a cluster that it makes access entries of", () => {
    // GIVEN
    const cluster = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;
    const world = read({
      provider: { aws: { region: "us-east-1" } },
      resource: {
        aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: arn("999988887777", "reader") } },
      },
      output: { cluster: { value: cluster } },
    });

    // THEN
    expect(world.aws.clusterNames).toEqual([cluster]);
  });

  it("most of the ARNs, so that one wrong one is found and not believed", () => {
    // GIVEN
    const right = EXEC(arn(ACCOUNT, "reader"), arn(ACCOUNT, "writer"));
    const world = read(roles({}, ["reader", "writer"], { right, wrong: EXEC(arn("111122223334", "reader")) }));

    // THEN
    expect(world.aws.roleOf(arn(ACCOUNT, "reader"))).toBeDefined();
    expect(world.aws.roleOf(arn("111122223334", "reader"))).toBeUndefined();
  });
});

describe("a provider that does not tell its account", () => {
  it("acts in an account of its own making, the same for the same login", () => {
    // GIVEN
    const stack = (profile: string, role: string) => roles({ profile }, [role]);
    const world = readStacks({ a: stack("x", "one"), b: stack("x", "two"), c: stack("y", "three") });

    // WHEN
    const [one, two, three] = world.configuration
      .resources("aws_iam_role")
      .map((role) => String(role.attribute("arn")).split(":")[4]);

    // THEN
    expect(one).toMatch(/^[1-9]\d{11}$/);
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  it("is not told it by several accounts that it allows", () => {
    const world = read(roles({ allowed_account_ids: [ACCOUNT, "999988887777"] }, ["reader"]));
    expect(world.aws.roleOf(arn(ACCOUNT, "reader"))).toBeUndefined();
    expect(world.aws.roleOf(arn("999988887777", "reader"))).toBeUndefined();
  });

  it("leaves its roles out, and says why, where as much speaks for one as for another", () => {
    // GIVEN
    const output = { one: EXEC(arn(ACCOUNT, "reader")), two: EXEC(arn("111122223334", "reader")) };

    // WHEN
    const world = read(roles({}, ["reader"], output));

    // THEN
    expect(leftOutOf(world)).toEqual([
      `mesh: provider.aws: does not say its account, and its roles are written with the accounts ${ACCOUNT} and 111122223334`,
    ]);
  });

  it("keeps the lab from starting where the same is so of an access entry, which lets somebody in", () => {
    // GIVEN
    const stack: Stack = {
      provider: { aws: { region: "us-east-1" } },
      resource: { aws_eks_access_entry: { reader: { cluster_name: "west", principal_arn: arn("1", "reader") } } },
      output: {
        one: { value: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west` },
        two: { value: "arn:aws:eks:us-east-1:111122223334:cluster/west" },
      },
    };

    // THEN
    expect(() => read(stack)).toThrow(UnresolvedValue);
    expect(() => read(stack)).toThrow("Set allowed_account_ids on the provider");
  });
});

describe("a provider's region", () => {
  it.each([
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("%s is of the partition %s, in which its roles are", (region, partition) => {
    const world = read(roles({ region, allowed_account_ids: [ACCOUNT] }, ["reader"]));
    expect(world.aws.roleOf(`arn:${partition}:iam::${ACCOUNT}:role/reader`)?.partition).toBe(partition);
  });
});
