import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { ClusterAccess, ServiceAccount, TrustMesh } from "../../src";
import { describeMesh } from "../../src/testing";
import { build as threeClouds } from "../../examples/three-cloud-mesh/main";
import { buildMesh } from "../lab/support/meshes";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Release } from "./support/release";

let app: App;
let mesh: TrustMesh;
let deployer: ServiceAccount;
const folder = mkdtempSync(join(tmpdir(), "trust-mesh-testing-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  app = new App({ outdir: folder });
  mesh = buildMesh(app);
  deployer = mesh.trusts
    .map(({ subject }) => subject as ServiceAccount)
    .find((one) => one.cluster.node.id === "corp") as ServiceAccount;
});

/** What a matcher that does not pass says. */
function failure(act: () => void): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("It passed.");
}

describe("toAllow", () => {
  it.each<[string, string | ClusterAccess | undefined]>([
    ["what was declared", ClusterAccess.edit("payments")],
    ["less than that", ClusterAccess.view("payments")],
    ["a cloud's policy", ClusterAccess.view("telemetry").viaCloudPolicy()],
    ["a role in words", "edit in payments"],
    ["a request", "create deployments.apps in payments"],
    ["what every user may", "get /healthz"],
    ["that it gets in", undefined],
  ])("passes for %s", (_what, access) => {
    expect(app).toAllow(deployer, "west", access);
    expect(mesh.node.root).toAllow("corp:deploy/deployer", app.node.findChild("mesh").node.findChild("west"), access);
  });

  it.each<[string, string, string | ClusterAccess | undefined, string[]]>([
    [
      "a request elsewhere",
      "corp:deploy/deployer",
      "get secrets in vault",
      [
        "corp:deploy/deployer → west: get secrets in vault",
        "expected  allowed",
        "observed  refused at authorization: 403",
      ],
    ],
    [
      "more than was declared",
      "corp:deploy/deployer",
      ClusterAccess.admin("payments"),
      [
        "corp:deploy/deployer → west: admin in payments",
        "observed  has AmazonEKSViewPolicy in telemetry; edit in payments",
      ],
    ],
    ["the whole cluster", "corp:deploy/deployer", "edit everywhere", ["corp:deploy/deployer → west: edit everywhere"]],
    [
      "another service account",
      "corp:deploy/other",
      undefined,
      ["corp:deploy/other → west\n", "observed  refused at exchange: AccessDenied: ", "decided   mesh: aws_iam_role."],
    ],
  ])("does not pass for %s, and says what decided", (_what, subject, access, messages) => {
    const message = failure(() => expect(app).toAllow(subject, "west", access));
    for (const part of messages) expect(message).toContain(part);
  });
});

describe("toRefuse", () => {
  it.each<[string, string, string | ClusterAccess | undefined]>([
    ["another namespace", "corp:deploy/deployer", ClusterAccess.view("vault")],
    ["the whole cluster", "corp:deploy/deployer", ClusterAccess.clusterAdmin()],
    ["a request", "corp:deploy/deployer", "create rolebindings.rbac.authorization.k8s.io in payments"],
    ["another service account", "corp:deploy/other", undefined],
  ])("passes for %s", (_what, subject, access) => {
    expect(app).toRefuse(subject, "west", access);
  });

  it("does not pass where some of an access is given, though not all", () => {
    expect(failure(() => expect(app).toRefuse(deployer, "west", ClusterAccess.admin("payments")))).toContain(
      "expected  refused\n    observed  has AmazonEKSViewPolicy in telemetry; edit in payments\n    decided   mesh: kubernetes_role_binding_v1.",
    );
  });

  it("does not pass where what was read is not known", () => {
    const stack = app.node.findChild("mesh") as TerraformStack;
    new Release(stack, "agent", { provider: stack.node.findChild("kubernetes-west") as KubernetesProvider });
    expect(failure(() => expect(app).toRefuse(deployer, "west", "get secrets in vault"))).toContain(
      "is not known may allow it:\n    unseen-grant mesh: helm_release.agent",
    );
  });

  it.each<[string, string, string, string]>([
    ["a misspelt cluster", "corp:deploy/deployer", "wset", 'no trust leads into "wset". There are: corp, euro, west'],
    ["a misspelt source", "crop:deploy/deployer", "west", 'no trust is of "crop:deploy/deployer", nor of its cluster.'],
  ])("does not pass for %s, also with not", (_what, subject, destination, message) => {
    expect(failure(() => expect(app).toRefuse(subject, destination))).toContain(message);
    expect(failure(() => expect(app).not.toAllow(subject, destination))).toContain(message);
  });

  it.each([
    ["get pod in vault", "pods"],
    ["create deployments in vault", "deployments.apps"],
  ])("does not pass for %j, which no rule would grant", (request, full) => {
    expect(failure(() => expect(app).toRefuse(deployer, "west", request))).toContain(`Rules have it as ${full}`);
    expect(failure(() => expect(app).not.toAllow(deployer, "west", request))).toContain(`Rules have it as ${full}`);
  });
});

it.each([
  ["* pods in payments", 'has a "*"'],
  ["get * in payments", 'has a "*"'],
  ["get pods in Payments", "is no namespace's name"],
])("passes nothing for %j, which a rule for some of it does not give", (request, message) => {
  expect(failure(() => expect(app).toRefuse(deployer, "west", request))).toContain(message);
  expect(failure(() => expect(app).not.toAllow(deployer, "west", request))).toContain(message);
});

it("passes toGrantNothingElse and toHaveNoFindings, until something is granted beside", () => {
  expect(app).toGrantNothingElse();
  expect(app).toHaveNoFindings();

  // GIVEN a binding that is moved to another namespace
  const stack = app.node.findChild("mesh") as TerraformStack;
  const bindings = stack.node
    .findAll()
    .filter((one): one is TerraformResource => TerraformResource.isTerraformResource(one))
    .filter(
      ({ terraformResourceType, node }) =>
        terraformResourceType === "kubernetes_role_binding_v1" && /corp.*west/.test(node.path),
    );
  bindings[0].addOverride("metadata.namespace", "vault");

  // THEN
  const message = failure(() => expect(app).toGrantNothingElse());
  expect(message).toContain(
    "corp:deploy/deployer → west: edit in vault\n      decided   mesh: kubernetes_role_binding_v1.",
  );
  expect(failure(() => expect(app).toHaveNoFindings())).toContain(
    "expected no findings, and found 1:\n    further-right mesh: ",
  );
  expect(app).toHaveNoFindings({ except: ["further-right"] });
});

it("describes a mesh in lines that are short and the same each time", () => {
  const text = describeMesh(app);
  expect(text).toBe(
    [
      "corp:deploy/deployer → euro: edit in payments",
      "corp:deploy/deployer → west: AmazonEKSViewPolicy in telemetry; edit in payments",
      "euro:deploy/deployer → corp: edit in payments",
      "euro:deploy/deployer → west: edit in payments",
      "west:deploy/deployer → corp: Azure Kubernetes Service RBAC Reader in telemetry; edit in payments",
      "west:deploy/deployer → euro: edit in payments",
      "west:velero/velero → euro: view in backup",
    ].join("\n"),
  );
  expect(describeMesh(app)).toBe(text);
});

it("takes stacks that refer to each other, and leaves no file", () => {
  const three = new App({ outdir: folder });
  threeClouds(three);
  expect(three).toAllow("west:deploy/deployer", "euro", "edit in payments");
  expect(three.node.children.filter((one) => TerraformStack.isStack(one))).toHaveLength(3);
  expect(readdirSync(folder, { recursive: true })).toEqual(["stacks"]);
});

it("refuses what is no app", () => {
  expect(failure(() => expect(7).toGrantNothingElse())).toContain("expected an app, a stack, a folder");
});

describe("what is not known or not there", () => {
  const unknown = () => {
    const stack = app.node.findChild("mesh") as TerraformStack;
    new Release(stack, "agent", { provider: stack.node.findChild("kubernetes-west") as KubernetesProvider });
  };

  it("does not pass as a refusal, with not either", () => {
    unknown();

    for (const act of [
      () => expect(app).not.toAllow(deployer, "west", "get secrets in vault"),
      () => expect(app).toRefuse(deployer, "west", "get secrets in vault"),
      () => expect(app).not.toRefuse(deployer, "west", "get secrets in vault"),
    ]) {
      expect(failure(act)).toContain("is not known may allow it:\n    unseen-grant mesh: helm_release.agent");
    }
    expect(app).toAllow(deployer, "west", "edit in payments");
  });

  // The arguments' forms are those of docs/testing.md; null and lists come from callers without types.
  it.each<[string, unknown[], string]>([
    ["null as the access", ["corp:deploy/deployer", "west", null], "access is null"],
    ["an empty list as the access", ["corp:deploy/deployer", "west", []], "access is an empty list"],
    ["an empty text as the access", ["corp:deploy/deployer", "west", " "], "access is an empty text"],
    ["an object of no kind as the access", ["corp:deploy/deployer", "west", {}], "access is an object of another kind"],
    ["null as the subject", [null, "west"], "subject is null"],
    ["an empty text as the subject", ["", "west"], "subject is an empty text"],
    ["nothing as the destination", ["corp:deploy/deployer", undefined], "destination is undefined"],
  ])("does not pass for %s, and names the argument and the way out", (_what, args, message) => {
    for (const assert of [expect(app), expect(app).not]) {
      for (const matcher of ["toAllow", "toRefuse"] as const) {
        const act = () => (assert[matcher] as (...all: unknown[]) => void)(...args);
        expect(failure(act)).toMatch(new RegExp(`^${message}, which asks nothing\\. Give a`));
      }
    }
  });

  it("passes with not where it is known", () => {
    expect(app).not.toAllow(deployer, "west", "get secrets in vault");
    expect(app).not.toRefuse(deployer, "west", "edit in payments");
  });

  it("does not pass for what is no app, with not either", () => {
    expect(failure(() => expect(undefined).not.toAllow(deployer, "west"))).toContain("expected an app");
  });

  it("does not pass for an app that declares nothing", () => {
    const empty = new App({ outdir: folder });
    new TerraformStack(empty, "empty");

    for (const act of [() => expect(empty).toGrantNothingElse(), () => expect(empty).toHaveNoFindings()]) {
      expect(failure(act)).toContain("nothing declares a trust");
    }
  });
});

describe("what is granted beside the declared trusts", () => {
  const ofRole = (make: (stack: TerraformStack, role: string) => void) => {
    const stack = app.node.findChild("mesh") as TerraformStack;
    const role = stack.node
      .findAll()
      .find((one) => TerraformResource.isTerraformResource(one) && one.terraformResourceType === "aws_iam_role");
    make(stack, `\${${(role as TerraformResource).fqn}.name}`);
  };

  it.each<[string, (stack: TerraformStack, role: string) => void, string]>([
    [
      "a policy of a role that leads into a cluster",
      (stack, role) => {
        const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
        const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        new IamRolePolicy(stack, "wide", { role, policy });
      },
      "s3:* on *",
    ],
    [
      "an instance profile, by which machines act as the role",
      (stack, role) => void new IamInstanceProfile(stack, "profile", { role }),
      "given-out mesh: aws_iam_instance_profile.profile",
    ],
  ])("does not pass: %s", (_what, make, told) => {
    ofRole(make);

    expect(failure(() => expect(app).toGrantNothingElse())).toContain(told);
    expect(failure(() => expect(app).toHaveNoFindings())).toContain("expected no findings");
    expect(describeMesh(app)).toMatch(/^(! .*s3:\* on \*|\? given-out .*)$/m);
  });
});

describe("a question that no rule can match", () => {
  it.each([
    ["gett secrets in vault", 'did you mean "get"?'],
    ["get secretss in vault", 'did you mean "secrets"?'],
    ["get deployments.app in vault", 'did you mean "apps"?'],
    ["create pods/exce in vault", 'did you mean "exec"?'],
    ["edti in vault", 'no ClusterRole "edti" was read or is bound (did you mean "edit"?)'],
  ])("passes no matcher: %s", (access, words) => {
    expect(failure(() => expect(app).toRefuse(deployer, "west", access))).toContain(words);
    expect(failure(() => expect(app).toAllow(deployer, "west", access))).toContain(words);
    expect(failure(() => expect(app).not.toAllow(deployer, "west", access))).toContain(words);
  });

  it("is told of a role by name, too", () => {
    const access = ClusterAccess.clusterRole("veiw", "vault");
    expect(failure(() => expect(app).toRefuse(deployer, "west", access))).toContain('did you mean "view"?');
  });

  it("is none of an extension's resource", () => {
    expect(app).toRefuse(deployer, "west", "get certificates.cert-manager.io in vault");
  });
});
