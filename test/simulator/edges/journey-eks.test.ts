import { Claims, claimsOf, Signature, travel } from "../../../src/simulator";
import { sessionNameFor } from "../../../src/plugin/aws/session-name";
import { given, no, yes } from "../support/answers";
import { account, ACCOUNT, HOST, ISSUER, ROLE_ARN, trusting } from "../support/aws";
import { declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { NOW, SUBJECT } from "../support/tokens";

/** The way into an EKS cluster: STS, another role where there is one, and the cluster's access entry. */
const TRUST = trusting({ Condition: { StringEquals: { [`${HOST}:sub`]: SUBJECT, [`${HOST}:aud`]: "client-a" } } });
const BY_ROLE = "mesh: aws_iam_role.reader";
const BY_ENTRY = "mesh: aws_eks_access_entry.reader";

const entry = (args: Args = {}): Stack => ({
  resource: {
    aws_eks_access_entry: {
      reader: { cluster_name: "west", principal_arn: ROLE_ARN, user_name: "hub:{{SessionName}}", ...args },
    },
  },
});

function go(stack: Stack, claims: Partial<Claims> = {}, signature: Signature = "good") {
  const world = read(stack);
  const [edge] = world.edges;
  const own = claimsOf(ISSUER, SUBJECT, "client-a", NOW);
  return travel(world, edge, { claims: { ...own, ...claims }, signature }, NOW);
}

describe("with a projected token", () => {
  const edge = declaring({ args: EKS_ARGS, declaration: declaration() });
  const whole = merged(account([TRUST]), entry({ kubernetes_groups: ["deployers"] }), edge);

  it("leads through the role to the user of its entry", () => {
    // WHEN
    const { answers, user, refusal, sessionName } = go(whole);

    // THEN
    expect(refusal).toBeUndefined();
    expect(answers.map(yes)).toEqual([
      { hop: "exchange", place: BY_ROLE, argument: "assume_role_policy" },
      { hop: "authentication", place: BY_ENTRY, argument: "kubernetes_groups" },
    ]);
    expect(user).toMatchObject({ name: "hub:ns.sa", groups: ["deployers", "system:authenticated"] });
    expect(sessionName).toBe("ns.sa");
  });

  it.each<[string, Stack, Partial<Claims>, Signature, ReturnType<typeof no>]>([
    [
      "another subject",
      whole,
      { sub: "system:serviceaccount:ns:other" },
      "good",
      { hop: "exchange", code: "AccessDenied", place: BY_ROLE, argument: "assume_role_policy" },
    ],
    [
      "a wrong signature",
      whole,
      {},
      "wrong",
      { hop: "exchange", code: "InvalidIdentityToken", place: undefined, argument: undefined },
    ],
    [
      "no entry",
      merged(account([TRUST]), edge),
      {},
      "good",
      { hop: "authentication", code: "401", place: undefined, argument: undefined },
    ],
  ])("ends with %s where the first no is said", (_what, stack, claims, signature, refused) => {
    const journey = go(stack, claims, signature);
    expect(journey.user).toBeUndefined();
    expect(journey.refusal && no(journey.refusal)).toEqual(refused);
    expect(journey.refusal?.hop).toBe(refused.hop);
    expect(journey.answers.at(-1)).toBe(journey.refusal);
  });

  it("has the session's name that the stanza gives", () => {
    const args = [...EKS_ARGS, "--session-name", "dev@example.com"];
    const { user, sessionName } = go(
      merged(account([TRUST]), entry(), declaring({ args, declaration: declaration() })),
    );
    expect(sessionName).toBe("dev@example.com");
    expect(user?.name).toBe("hub:dev-example.com");
  });

  it.each([
    ["system:serviceaccount:ns:sa"],
    ["system:serviceaccount:argocd:argocd-application-controller"],
    ["system:serviceaccount:a:b.c"],
    [`system:serviceaccount:ns:${"long-".repeat(12)}name`],
    [`system:serviceaccount:${"n".repeat(63)}:${"s".repeat(253)}`],
    ["system:serviceaccount:ns:odd name"],
    ["somebody-else"],
  ])("names the session of %s as the plugin does", (sub) => {
    expect(go(merged(account(), entry(), edge), { sub }).sessionName).toBe(sessionNameFor(sub));
  });

  it("may lead into another cluster, where the same role has no entry", () => {
    // GIVEN
    const east = declaration({ target: { cluster: "east", name: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/east` } });
    const world = read(
      merged(whole, declaring({ args: EKS_ARGS, declaration: declaration() }, { args: EKS_ARGS, declaration: east })),
    );
    const [one] = world.edges;
    const token = { claims: claimsOf(ISSUER, SUBJECT, "client-a", NOW), signature: "good" } as const;

    // THEN
    expect(travel(world, one, token, NOW).user).toBeDefined();
    expect(travel(world, one, token, NOW, world.clusterOf(world.edges[1])).refusal?.code).toBe("401");
  });
});

/** Amazon EKS User Guide: "Create IAM role with trust policy required by EKS Pod Identity". */
const BY_PODS = {
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};

describe.each(["eks-pod-identity", "irsa"])("with the pod's own role, by %s", (source) => {
  const OWN = `arn:aws:iam::${ACCOUNT}:role/own`;
  const own: Stack = {
    resource: {
      aws_iam_role: {
        own: { name: "own", assume_role_policy: JSON.stringify({ Statement: [source === "irsa" ? TRUST : BY_PODS] }) },
        reader: {
          name: "reader",
          assume_role_policy: JSON.stringify({
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: OWN },
                // aws/eks-pod-identity-agent, issue 80: the tags of its sessions are transitive.
                Action: source === "irsa" ? "sts:AssumeRole" : ["sts:AssumeRole", "sts:TagSession"],
                Condition: { StringEquals: { "sts:ExternalId": "x1" } },
              },
            ],
          }),
        },
      },
    },
  };
  const edge = (...args: string[]) =>
    declaring({
      args: ["eks", "--cluster-name", "west", "--region", "us-east-1", "--source", source, ...args],
      declaration: declaration({ principal: OWN }),
    });
  const first = { hop: "exchange", place: "mesh: aws_iam_role.own", argument: "assume_role_policy" };

  it("leads to the entry of that role", () => {
    const { answers, user } = go(merged(account(), own, entry({ principal_arn: OWN }), edge()));
    expect(answers.map(yes)).toEqual([
      first,
      { hop: "authentication", place: BY_ENTRY, argument: "kubernetes_groups" },
    ]);
    expect(user?.name).toBe("hub:ns.sa");
  });

  it("leads to the entry of that role, where the stanza names it too", () => {
    const { answers } = go(merged(account(), own, entry({ principal_arn: OWN }), edge("--role-arn", OWN)));
    expect(answers).toHaveLength(2);
    expect(answers.every(({ granted }) => granted)).toBe(true);
  });

  it("leads through it to another role, with an external id", () => {
    const { answers } = go(merged(account(), own, entry(), edge("--role-arn", ROLE_ARN, "--external-id", "x1")));
    expect(answers.map(yes)).toEqual([
      first,
      { hop: "impersonation", place: BY_ROLE, argument: "assume_role_policy" },
      { hop: "authentication", place: BY_ENTRY, argument: "kubernetes_groups" },
    ]);
    expect(given(answers[1])).toMatchObject({ role: { arn: ROLE_ARN }, sessionName: "ns.sa" });
  });

  it("ends at another role without it", () => {
    const journey = go(merged(account(), own, entry(), edge("--role-arn", ROLE_ARN)));
    expect(journey.refusal?.hop).toBe("impersonation");
    expect(journey.refusal?.code).toBe("AccessDenied");
  });

  it("ends at once where that role is not there", () => {
    const { answers, refusal } = go(merged(account(), entry(), edge()));
    expect(answers).toHaveLength(1);
    expect(refusal?.hop).toBe(source === "irsa" ? "exchange" : "source");
  });
});
