import { authenticateSession, AwsSession } from "../../../src/simulator";
import { userName } from "../../../src/simulator/aws/authenticate";
import { given, lineOf, no, yes } from "../support/answers";
import { account, ACCOUNT, trusting } from "../support/aws";
import { merged, read, Stack } from "../support/stack";
import { NOW } from "../support/tokens";

/** Whom a cluster sees in a role's session. Amazon EKS documentation: "Create access entries". */
const CLUSTER = `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/west`;

/** The account, with the role at a path, and an access entry of it with arguments of one's own. */
function withEntry(entry: object = {}, role: object = { path: "/apps/" }): Stack {
  return merged(account([trusting()], role), {
    resource: {
      aws_eks_access_entry: {
        reader: { cluster_name: "west", principal_arn: "${aws_iam_role.reader.arn}", ...entry },
      },
    },
  });
}

function see(stack: Stack, sessionName = "ns.sa", cluster = CLUSTER) {
  const world = read(stack);
  const role = world.aws.roleOf(`arn:aws:iam::${ACCOUNT}:role/apps/reader`);
  if (!role) throw new Error("There is no such role.");
  const session: AwsSession = { role, sessionName, issued: NOW, expires: NOW + 3600 };
  return authenticateSession(world.aws, { kind: "eks", name: cluster }, session);
}

describe("a session whose role the ConfigMap aws-auth maps", () => {
  // kubernetes-sigs/aws-iam-authenticator, README: "Full Configuration Format"; Amazon EKS User Guide: "Change authentication mode".
  const ARN = `arn:aws:iam::${ACCOUNT}:role/Reader`;
  const mapping = { principalArn: ARN, userName: "ci:{{SessionName}}", groups: ["deployers"] };
  const by = (value: string, stack: Stack, principalArn = ARN) => {
    const world = read(
      merged(stack, { resource: { kubernetes_config_map_v1: { "aws-auth": { metadata: { name: "aws-auth" } } } } }),
    );
    const [resource] = world.configuration.resources("kubernetes_config_map_v1");
    const role = world.aws.roleOf(`arn:aws:iam::${ACCOUNT}:role/apps/reader`);
    if (!role) throw new Error("There is no such role.");
    return authenticateSession(
      world.aws,
      {
        ...{ kind: "eks", name: CLUSTER, settings: [{ name: "authenticationMode", value, origin: "read" }] },
        authMaps: [{ resource, mappings: [{ ...mapping, principalArn }], accounts: [] }],
      },
      { role, sessionName: "ns.sa", issued: NOW, expires: NOW + 3600 },
    );
  };
  const bare = account([trusting()], { path: "/apps/" });

  it.each(["CONFIG_MAP", "API_AND_CONFIG_MAP"])("is its user, without the role's path, in the mode %s", (mode) => {
    expect(yes(by(mode, bare))).toEqual({
      ...{ hop: "authentication", place: "mesh: kubernetes_config_map_v1.aws-auth", argument: "data" },
    });
    expect(given(by(mode, bare))).toMatchObject({ name: "ci:ns.sa", groups: ["deployers", "system:authenticated"] });
  });

  it("is the entry's in the mode API_AND_CONFIG_MAP, where both name the role, and not in the mode CONFIG_MAP", () => {
    const both = withEntry({ kubernetes_groups: ["readers"] });
    expect(given(by("API_AND_CONFIG_MAP", both)).groups).toContain("readers");
    expect(given(by("CONFIG_MAP", both)).groups).toContain("deployers");
  });

  it("is nobody in the mode API, nor by a mapping with a path", () => {
    expect(no(by("API", bare)).code).toBe("401");
    expect(no(by("CONFIG_MAP", bare, `arn:aws:iam::${ACCOUNT}:role/apps/reader`)).code).toBe("401");
  });
});

describe("a session whose role has an entry", () => {
  it("is the user and in the groups that the entry says", () => {
    // WHEN
    const answer = see(withEntry({ user_name: "ci:{{SessionName}}", kubernetes_groups: ["deployers", "readers"] }));

    // THEN
    expect(yes(answer)).toEqual({
      hop: "authentication",
      place: "mesh: aws_eks_access_entry.reader",
      argument: "kubernetes_groups",
    });
    expect(given(answer)).toMatchObject({
      name: "ci:ns.sa",
      groups: ["deployers", "readers", "system:authenticated"],
      cloudName: { cloud: "aws", roleArn: `arn:aws:iam::${ACCOUNT}:role/apps/reader` },
    });
  });

  it("is its own ARN, without the role's path, where the entry says no user", () => {
    const { name, groups } = given(see(withEntry()));
    expect(name).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/ns.sa`);
    expect(groups).toEqual(["system:authenticated"]);
  });

  it("is its own ARN with a dash for an @, as EKS fills in the name that it writes itself", () => {
    const { name } = given(see(withEntry(), "dev@example.com"));
    expect(name).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/dev-example.com`);
  });

  it("tells in extra what webhooks and audit logs read", () => {
    // GIVEN
    const { extra, uid } = given(see(withEntry(), "dev@example.com"));

    // THEN
    expect(uid).toMatch(new RegExp(`^aws-iam-authenticator:${ACCOUNT}:AROA[0-9A-F]{17}$`));
    expect(extra).toEqual({
      arn: [`arn:aws:sts::${ACCOUNT}:assumed-role/reader/dev@example.com`],
      canonicalArn: [`arn:aws:iam::${ACCOUNT}:role/reader`],
      principalId: [uid?.split(":")[2]],
      sessionName: ["dev@example.com"],
    });
  });
});

describe("a user's name", () => {
  it.each([
    ["ci:{{SessionName}}", "ci:dev-example.com"],
    ["ci:{{SessionNameRaw}}", "ci:dev@example.com"],
    ["{{AccountID}}:{{SessionName}}:{{SessionName}}", `${ACCOUNT}:dev-example.com:dev-example.com`],
    ["fixed", "fixed"],
  ])("%s is %s for the session dev@example.com", (template, name) => {
    expect(userName(template, ACCOUNT, "dev@example.com")).toBe(name);
  });
});

describe("a session whose role has no entry", () => {
  it.each([
    ["the entry is for the role without its path", `arn:aws:iam::${ACCOUNT}:role/reader`],
    ["the entry is for another role", `arn:aws:iam::${ACCOUNT}:role/apps/raeder`],
    ["the entry is for the role in other letters", `arn:aws:iam::${ACCOUNT}:role/apps/Reader`],
    ["the entry is for the role of another account", "arn:aws:iam::111122223334:role/apps/reader"],
  ])("is nobody, although %s", (_what, principal_arn) => {
    expect(no(see(withEntry({ principal_arn })))).toMatchObject({ hop: "authentication", code: "401" });
  });

  it("is pointed at the entry that is written most like it", () => {
    // WHEN
    const answer = see(withEntry({ principal_arn: `arn:aws:iam::${ACCOUNT}:role/apps/raeder` }));

    // THEN
    expect(no(answer)).toEqual({
      hop: "authentication",
      code: "401",
      place: "mesh: aws_eks_access_entry.reader",
      argument: "principal_arn",
    });
    expect(lineOf(answer)).toContain(`has the principal_arn "arn:aws:iam::${ACCOUNT}:role/apps/reader"`);
  });

  it("is nobody in another cluster, another region and another account", () => {
    const stack = withEntry();
    expect(see(stack, "ns.sa", CLUSTER).granted).toBe(true);
    for (const other of [`${CLUSTER}2`, CLUSTER.replace("us-east-1", "us-west-2"), CLUSTER.replace(ACCOUNT, "1")]) {
      expect(no(see(stack, "ns.sa", other)).code).toBe("401");
    }
  });
});

describe("an entry's region", () => {
  it("is its own argument before its provider's", () => {
    const stack = withEntry({ region: "eu-west-1" });
    expect(see(stack, "ns.sa", CLUSTER.replace("us-east-1", "eu-west-1")).granted).toBe(true);
    expect(see(stack).granted).toBe(false);
  });
});
