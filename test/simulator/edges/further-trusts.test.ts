import { FurtherTrusts } from "../../../src/simulator";
import { account, HOST, ISSUER, PROVIDER_ARN, ROLE_ARN, trusting } from "../support/aws";
import { credential, identity, IDENTITY_ID, idsOf, TENANT, TOKEN_AUDIENCE } from "../support/azure";
import { decidedBy } from "../support/answers";
import { AUDIENCE, POOL, PRINCIPAL, PROJECT, project, PROVIDER } from "../support/google";
import { Context, declaration, declaring, EKS_ARGS } from "../support/mesh";
import { Args, merged, read, Stack } from "../support/stack";
import { SUBJECT } from "../support/tokens";

/** Who else comes to what an edge acts as: whoever no edge declares. */
const EVIL = "system:serviceaccount:evil:evil";

/** Those at the first edge of a stack. */
function comers(stack: Stack, ...contexts: Context[]) {
  const world = read(merged(stack, declaring(...contexts)));
  return new FurtherTrusts(world).at(world.edges[0]);
}
const whoElse = (stack: Stack, ...contexts: Context[]) => comers(stack, ...contexts).map(({ who }) => who);

describe("a role", () => {
  const edge = (parts: Parameters<typeof declaration>[0] = {}, args = EKS_ARGS): Context => ({
    args,
    declaration: declaration(parts),
  });
  const on = (subjects: unknown, operator = "StringEquals", parts: object = {}) =>
    trusting({ Condition: { [operator]: { [`${HOST}:sub`]: subjects, [`${HOST}:aud`]: "client-a" } }, ...parts });
  const own = on(SUBJECT);

  it.each<[string, object[], Context[]]>([
    ["lets its subject in", [own], [edge()]],
    ["lets the subjects of all its edges in", [on([SUBJECT, EVIL])], [edge(), edge({ source: { subject: EVIL } })]],
    [
      "lets a namespace in, as declared",
      [on("system:serviceaccount:ns:*", "StringLike")],
      [edge({ source: { subject: "system:serviceaccount:ns:*" } })],
    ],
    ["denies somebody", [own, { Effect: "Deny", Principal: "*", Action: "*" }], [edge()]],
    ["is no policy", [], [edge()]],
  ])("that %s lets nobody else in", (_what, statements, contexts) => {
    expect(whoElse(account(statements), ...contexts)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a second subject", on([SUBJECT, EVIL]), EVIL],
    ["a subject with a wildcard", on(`${SUBJECT}*`, "StringLike"), `${SUBJECT}*`],
    ["a whole namespace", on("system:serviceaccount:ns:*", "StringLike"), "system:serviceaccount:ns:*"],
    ["a subject in whatever letters", on(EVIL, "StringEqualsIgnoreCase"), EVIL],
    ["a subject of a set", on(EVIL, "ForAnyValue:StringEquals"), EVIL],
    [
      "no subject at all",
      trusting({ Condition: { StringEquals: { [`${HOST}:aud`]: "client-a" } } }),
      `every subject of ${PROVIDER_ARN}`,
    ],
    ["nothing", trusting(), `every subject of ${PROVIDER_ARN}`],
    ["another's subject", on(SUBJECT, "StringNotEquals"), `every subject of ${PROVIDER_ARN}`],
    [
      "another issuer's",
      trusting({ Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/other.example.com" } }),
      "tokens of arn:aws:iam::111122223333:oidc-provider/other.example.com",
    ],
    ["every AWS principal", { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }, "every AWS principal"],
    [
      "every AWS principal by name",
      { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" },
      "every AWS principal",
    ],
    [
      "another account",
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "sts:AssumeRole" },
      "AWS arn:aws:iam::999999999999:root",
    ],
    [
      "a service",
      { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com"] }, Action: "sts:AssumeRole" },
      "Service ec2.amazonaws.com",
    ],
    [
      "EKS Pod Identity, where no edge comes by it",
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
      "Service pods.eks.amazonaws.com",
    ],
  ])("is told to let in by %s", (_what, statement, who) => {
    const [found, ...others] = comers(account([own, statement]), edge());
    expect(others).toEqual([]);
    expect(found).toMatchObject({ who, hop: "exchange", isAdopted: false });
    expect(decidedBy(found)).toEqual({ place: "mesh: aws_iam_role.reader", argument: "assume_role_policy" });
    expect(found.because.line).toBe(`Statement[1] lets in ${who}`);
  });

  it("is told with the statement's own number in the policy", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "*" };
    const [{ because }] = comers(account([deny, own, on(EVIL)]), edge());
    expect(because.line).toBe(`Statement[2] lets in ${EVIL}`);
  });

  it("that pods have already is entered by Pod Identity, and the next one by it", () => {
    // GIVEN
    const given = "arn:aws:iam::111122223333:role/given";
    const native = edge({ principal: given }, [...EKS_ARGS.slice(0, 7), "--source", "eks-pod-identity"]);
    const chained = { Effect: "Allow", Principal: { AWS: given }, Action: "sts:AssumeRole" };
    const byPods = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" };
    const first = {
      aws_iam_role: { given: { name: "given", assume_role_policy: JSON.stringify({ Statement: [byPods] }) } },
    };

    // THEN
    expect(whoElse(merged(account([chained]), { resource: first }), native)).toEqual([]);
    expect(whoElse(merged(account([chained, own]), { resource: first }), native)).toEqual([
      `tokens of ${PROVIDER_ARN}`,
    ]);
  });

  it("that somebody else made is told to be so", () => {
    const found = comers(account([on([SUBJECT, EVIL])]), edge({ adopted: [ROLE_ARN] }));
    expect(found).toMatchObject([{ who: EVIL, isAdopted: true }]);
  });

  it("whose policy cannot be known is left to the exchange", () => {
    expect(whoElse(account([], { assume_role_policy: "${aws_unknown.x.policy}" }), edge())).toEqual([]);
    expect(whoElse(account([], { assume_role_policy: "none" }), edge())).toEqual([]);
  });
});

describe("an identity", () => {
  const { clientId } = idsOf(read(identity()));
  const edge: Context = {
    args: ["aks", "--tenant-id", TENANT, "--client-id", clientId.toUpperCase()],
    declaration: declaration({ audience: TOKEN_AUDIENCE }),
  };

  it("lets nobody else in by its edge's credential", () => {
    expect(whoElse(identity(), edge)).toEqual([]);
  });

  it.each<[string, Args, string]>([
    ["another subject", { subject: EVIL }, `${EVIL} of ${ISSUER}`],
    ["another issuer", { issuer: "https://evil.example" }, `${SUBJECT} of https://evil.example`],
    [
      "another issuer's own kind of subject",
      { issuer: "https://token.actions.githubusercontent.com", subject: "repo:evil/repo:ref:refs/heads/main" },
      "repo:evil/repo:ref:refs/heads/main of https://token.actions.githubusercontent.com",
    ],
  ])("is told to let in %s", (_what, args, who) => {
    const [found] = comers(identity({ one: credential(), two: credential({ name: "two", ...args }) }), edge);
    expect(found).toMatchObject({ who, hop: "exchange", isAdopted: false });
    expect(decidedBy(found).place).toBe("mesh: azurerm_federated_identity_credential.two");
  });

  it("that somebody else made is told to be so", () => {
    const adopting = { ...edge, declaration: declaration({ audience: TOKEN_AUDIENCE, adopted: [IDENTITY_ID] }) };
    expect(comers(identity({ two: credential({ subject: EVIL }) }), adopting)).toMatchObject([{ isAdopted: true }]);
  });
});

describe("a pool", () => {
  const edge = (adopted: string[] = []): Context => ({
    args: ["gke", "--audience", AUDIENCE],
    declaration: declaration({ audience: `https:${AUDIENCE}`, adopted }),
  });
  const second = (args: Args = {}): Stack => ({
    resource: {
      google_iam_workload_identity_pool_provider: {
        second: {
          workload_identity_pool_id: "west",
          workload_identity_pool_provider_id: "second",
          attribute_mapping: { "google.subject": "assertion.sub" },
          oidc: { issuer_uri: "https://evil.example" },
          ...args,
        },
      },
    },
  });

  it("with its edge's provider alone lets nobody else in", () => {
    expect(whoElse(project(), edge())).toEqual([]);
  });

  it.each<[string, Args, string]>([
    ["another issuer's provider", {}, "whom https://evil.example names"],
    ["a provider for AWS", { oidc: null, aws: { account_id: "1" } }, "whom a provider that is not of OIDC names"],
  ])("is told to let in by %s", (_what, args, who) => {
    const [found] = comers(merged(project(), second(args)), edge());
    expect(found).toMatchObject({ who, hop: "exchange", isAdopted: false });
    expect(decidedBy(found).place).toBe("mesh: google_iam_workload_identity_pool_provider.second");
  });

  it.each<[string, Stack, Context[]]>([
    ["is disabled", second({ disabled: true }), [edge()]],
    ["is in another pool", second({ workload_identity_pool_id: "other" }), [edge()]],
    [
      "another edge uses",
      second(),
      [edge(), { ...edge(), args: ["gke", "--audience", AUDIENCE.replace(/kubernetes$/, "second")] }],
    ],
  ])("lets nobody else in by a provider that %s", (_what, stack, contexts) => {
    expect(whoElse(merged(project(), stack), ...contexts)).toEqual([]);
  });

  it.each([POOL, PROVIDER])("that somebody else made is told to be so: %s", (name) => {
    expect(comers(merged(project(), second()), edge([name]))).toMatchObject([{ isAdopted: true }]);
  });
});

describe("a service account of Google's", () => {
  const EMAIL = `velero@${PROJECT}.iam.gserviceaccount.com`;
  const edge = (parts: Parameters<typeof declaration>[0] = {}): Context => ({
    args: ["gke", "--audience", AUDIENCE, "--service-account", EMAIL],
    declaration: declaration({ audience: `https:${AUDIENCE}`, ...parts }),
  });
  const members = (type: string, args: Args, ...all: string[]): Stack =>
    merged(
      project({
        attribute_mapping: {
          "google.subject": "assertion.sub",
          "attribute.namespace": "assertion['kubernetes.io'].namespace",
        },
      }),
      {
        resource: {
          google_service_account: { velero: { account_id: "velero" } },
          [type]: Object.fromEntries(all.map((member, i) => [`m${i}`, { ...args, member }])),
        },
      },
    );
  const on = (role: string, ...all: string[]) =>
    members(
      "google_service_account_iam_member",
      { service_account_id: `projects/${PROJECT}/serviceAccounts/${EMAIL}`, role },
      ...all,
    );
  const USER = "roles/iam.workloadIdentityUser";

  it("lets nobody else in by its edge's member, or by what gives no tokens", () => {
    expect(whoElse(on(USER, PRINCIPAL), edge())).toEqual([]);
    expect(whoElse(on("roles/iam.serviceAccountViewer", "allUsers"), edge())).toEqual([]);
    expect(whoElse(on(USER, PRINCIPAL, "deleted:serviceAccount:a@example.com?uid=1"), edge())).toEqual([]);
  });

  it("lets people in, who may act as it like others", () => {
    const people = ["user:a@example.com", "group:a@example.com", "domain:example.com"];
    expect(whoElse(on(USER, PRINCIPAL, ...people), edge())).toEqual(people);
  });

  it.each([
    "allAuthenticatedUsers",
    `principalSet://iam.googleapis.com/${POOL}/*`,
    `principalSet://iam.googleapis.com/${POOL}/attribute.namespace/ns`,
    `principal://iam.googleapis.com/${POOL}/subject/${EVIL}`,
    `principal://iam.googleapis.com/${POOL.replace(/west$/, "other")}/subject/${SUBJECT}`,
    `serviceAccount:other@${PROJECT}.iam.gserviceaccount.com`,
  ])("is told to let in %s", (member) => {
    const [found, ...others] = comers(on(USER, PRINCIPAL, member), edge());
    expect(others).toEqual([]);
    expect(found).toMatchObject({ who: member, hop: "impersonation", isAdopted: false });
    expect(decidedBy(found)).toEqual({ place: "mesh: google_service_account_iam_member.m1", argument: "member" });
  });

  it("is told to let in who may on the whole project", () => {
    const role = "roles/iam.serviceAccountTokenCreator";
    const found = comers(
      members("google_project_iam_member", { role }, `principal://iam.googleapis.com/${POOL}/subject/${EVIL}`),
      edge(),
    );
    expect(found).toHaveLength(1);
    expect(decidedBy(found[0]).place).toBe("mesh: google_project_iam_member.m0");
  });

  it("lets a namespace in where that was declared, and no more", () => {
    const whole = edge({ source: { subject: "system:serviceaccount:ns:*" } });
    const set = (rest: string) => `principalSet://iam.googleapis.com/${POOL}/${rest}`;
    expect(whoElse(on(USER, set("attribute.namespace/ns")), whole)).toEqual([]);
    expect(whoElse(on(USER, set("*")), whole)).toEqual([set("*")]);
    expect(whoElse(on(USER, set("attribute.namespace/other")), whole)).toEqual([set("attribute.namespace/other")]);
  });

  it("that somebody else made is told to be so", () => {
    expect(comers(on(USER, "allUsers"), edge({ adopted: [EMAIL] }))).toMatchObject([{ isAdopted: true }]);
  });
});
