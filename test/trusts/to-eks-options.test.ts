import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  AwsFederatedRole,
  AwsOidcProvider,
  ClusterAccess,
  EksSourceRole,
  EksToEksTrust,
  GkeToEksTrust,
  EksTrustProps,
} from "../../src";
import { Clouds } from "../support/clouds";
import { resolved, synthesize } from "../support/synthesized";

const BOUNDARY = "arn:aws:iam::111122223333:policy/boundary";
const GKE_HOST = "container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro";
const access = ClusterAccess.view("payments");

/** A trust of a GKE service account in the EKS cluster "west", with options. */
function trustWith(options: Partial<EksTrustProps>, clouds = new Clouds()) {
  const from = options.from ?? clouds.gke("euro").serviceAccount("argocd", "deployer");
  const to = options.to ?? clouds.eks("west");
  return { clouds, trust: new GkeToEksTrust(clouds.stack, "trust", { access, ...options, from, to }) };
}

describe("the options of a new role", () => {
  it("shape the role: name, path, boundary, session and tags", () => {
    const { clouds, trust } = trustWith({
      roleName: "deployer",
      rolePath: "/mesh/in/",
      permissionsBoundaryArn: BOUNDARY,
      maxSessionSeconds: 7200,
      tags: { team: "platform" },
    });

    const out = synthesize(clouds.stack);
    expect(out.only("aws_iam_role")).toMatchObject({
      name: "deployer",
      path: "/mesh/in/",
      permissions_boundary: BOUNDARY,
      max_session_duration: 7200,
      tags: { team: "platform" },
    });
    expect(trust.roleArn).toBe("arn:aws:iam::111122223333:role/mesh/in/deployer");
    expect(out.only("aws_eks_access_entry").kubernetes_groups).toEqual([
      "trust-mesh:arn:aws:iam::111122223333:role/mesh/in/deployer",
    ]);
  });

  it("set one other audience everywhere it must agree", () => {
    const { clouds, trust } = trustWith({ audience: "west.example.com" });

    const out = synthesize(clouds.stack);
    expect(out.only("aws_iam_openid_connect_provider").client_id_list).toEqual(["west.example.com"]);
    const policy = JSON.parse(out.only("aws_iam_role").assume_role_policy as string) as Policy;
    expect(policy.Statement[0].Condition.StringEquals[`${GKE_HOST}:aud`]).toBe("west.example.com");
    expect(trust.audience).toBe("west.example.com");
  });

  it("name the user and add groups beside the role's own", () => {
    const { clouds, trust } = trustWith({ userName: "deployer:{{SessionName}}", groups: ["deployers", "auditors"] });

    const own = `trust-mesh:${trust.roleArn}`;
    expect(synthesize(clouds.stack).only("aws_eks_access_entry")).toMatchObject({
      user_name: "deployer:{{SessionName}}",
      kubernetes_groups: ["auditors", "deployers", own],
    });
    expect(trust.kubernetesGroups).toEqual(["auditors", "deployers", own]);
    expect(trust.kubernetesUser).toBe("deployer:{{SessionName}}");
  });

  it("name groups beside which bindings still go to the role's own group", () => {
    const { clouds, trust } = trustWith({ groups: ["auditors"] });

    const [subject] = synthesize(clouds.stack).only("kubernetes_role_binding_v1").subject as { name: string }[];
    expect(subject.name).toBe(`trust-mesh:${trust.roleArn}`);
  });
});

describe("an account id that is not given", () => {
  it("makes the ARN a reference, in the group as well", () => {
    const clouds = new Clouds();
    const { trust } = trustWith({ to: clouds.eks("west", { accountId: undefined }) }, clouds);

    const out = synthesize(clouds.stack);
    const arn = `\${${out.addressOf("aws_iam_role")}.arn}`;
    expect(resolved(clouds.stack, trust.roleArn)).toBe(arn);
    expect(out.only("aws_eks_access_entry").kubernetes_groups).toEqual([`trust-mesh:${arn}`]);
    expect(out.only("kubernetes_role_binding_v1").subject).toEqual([
      { api_group: "rbac.authorization.k8s.io", kind: "Group", name: `trust-mesh:${arn}` },
    ]);
  });
});

describe("an adopted OIDC provider", () => {
  it("is named in the trust policy, and none is made", () => {
    const clouds = new Clouds();
    const arn = `arn:aws:iam::111122223333:oidc-provider/${GKE_HOST}`;

    const { trust } = trustWith({ oidcProvider: AwsOidcProvider.fromArn(clouds.stack, "provider", arn) }, clouds);

    const out = synthesize(clouds.stack);
    expect(out.all("aws_iam_openid_connect_provider")).toEqual([]);
    const policy = JSON.parse(out.only("aws_iam_role").assume_role_policy as string) as Policy;
    expect(policy.Statement[0].Principal).toEqual({ Federated: arn });
    expect(trust.oidcProvider).toBeUndefined();
    expect(trust.resources.map((one) => one.terraformResourceType)).not.toContain("aws_iam_openid_connect_provider");
  });
});

describe("an adopted role", () => {
  const arn = "arn:aws:iam::111122223333:role/ops/existing";

  it("gets an access entry, and nothing is made in IAM", () => {
    const clouds = new Clouds();

    const { trust } = trustWith({ role: AwsFederatedRole.fromRoleArn(clouds.stack, "given", arn) }, clouds);

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ aws_eks_access_entry: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("aws_eks_access_entry")).toEqual({
      provider: "aws.target",
      region: "us-west-2",
      cluster_name: "west-prod",
      principal_arn: arn,
      type: "STANDARD",
      user_name: "trust-mesh:111122223333:existing:{{SessionName}}",
      kubernetes_groups: [`trust-mesh:${arn}`],
    });
    expect(trust.role).toBeUndefined();
    expect(trust.execArguments()).toContain(arn);
  });
});

describe("a role that service accounts share", () => {
  it("has one statement a source, subjects sorted, and one access entry a cluster", () => {
    const clouds = new Clouds();
    const [gke, aks, to] = [clouds.gke("euro"), clouds.aks("corp"), clouds.eks("west")];
    const [b, a, other] = [
      gke.serviceAccount("argocd", "b"),
      gke.serviceAccount("argocd", "a"),
      aks.serviceAccount("flux", "c"),
    ];
    const role = new AwsFederatedRole(clouds.stack, "shared", { account: to.account, subjects: [b, other, a] });

    new GkeToEksTrust(clouds.stack, "one", { from: a, to, access, role });
    new GkeToEksTrust(clouds.stack, "two", { from: b, to, access, role });

    const out = synthesize(clouds.stack);
    const policy = JSON.parse(out.only("aws_iam_role").assume_role_policy as string) as Policy;
    const aksHost =
      "westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/";
    expect(policy.Statement.map((statement) => statement.Condition)).toEqual([
      {
        StringEquals: {
          [`${aksHost}:aud`]: "sts.amazonaws.com",
          [`${aksHost}:sub`]: "system:serviceaccount:flux:c",
        },
      },
      {
        StringEquals: {
          [`${GKE_HOST}:aud`]: "sts.amazonaws.com",
          [`${GKE_HOST}:sub`]: ["system:serviceaccount:argocd:a", "system:serviceaccount:argocd:b"],
        },
      },
    ]);
    expect(out.counts.aws_iam_openid_connect_provider).toBe(2);
    expect(out.only("aws_eks_access_entry").user_name).toBe("trust-mesh:shared:{{SessionName}}");
  });
});

describe("every service account of a namespace", () => {
  it("is a pattern on the subject and still an equality on the audience", () => {
    const clouds = new Clouds();

    trustWith({ from: clouds.gke("euro").everyServiceAccountIn("argocd") }, clouds);

    const policy = JSON.parse(synthesize(clouds.stack).only("aws_iam_role").assume_role_policy as string) as Policy;
    expect(policy.Statement).toHaveLength(1);
    expect(policy.Statement[0].Condition).toEqual({
      StringEquals: { [`${GKE_HOST}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${GKE_HOST}:sub`]: "system:serviceaccount:argocd:*" },
    });
  });

  it("gets a statement of its own beside exact subjects, because conditions are all required", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.gke("euro"), clouds.eks("west")];

    new AwsFederatedRole(clouds.stack, "shared", {
      account: to.account,
      subjects: [source.everyServiceAccountIn("flux"), source.serviceAccount("argocd", "a")],
    });

    const policy = JSON.parse(synthesize(clouds.stack).only("aws_iam_role").assume_role_policy as string) as Policy;
    expect(policy.Statement.map((statement) => Object.keys(statement.Condition))).toEqual([
      ["StringEquals"],
      ["StringEquals", "StringLike"],
    ]);
  });
});

describe("a source role between EKS clusters", () => {
  const roleArn = "arn:aws:iam::999988887777:role/argocd";
  const trustBy = (sourceRole: EksSourceRole, more: Partial<EksTrustProps> = {}) => {
    const clouds = new Clouds();
    const from = clouds
      .eks("source", { accountId: "999988887777", awsProvider: undefined })
      .serviceAccount("argocd", "deployer");
    const trust = new EksToEksTrust(clouds.stack, "t", { from, to: clouds.eks("west"), access, sourceRole, ...more });
    return { clouds, trust };
  };

  it("is named in the access entry, and nothing is made in IAM", () => {
    const { clouds, trust } = trustBy(EksSourceRole.podIdentity(roleArn));

    const out = synthesize(clouds.stack);
    expect(out.counts).toEqual({ aws_eks_access_entry: 1, kubernetes_role_binding_v1: 1 });
    expect(out.only("aws_eks_access_entry")).toMatchObject({
      principal_arn: roleArn,
      user_name: "trust-mesh:source:argocd:deployer:{{SessionName}}",
      kubernetes_groups: [`trust-mesh:${roleArn}`],
    });
    expect(trust.audience).toBe("");
    expect(trust.usesProjectedToken).toBe(false);
    expect(trust.cloudPrincipal).toBe(roleArn);
  });

  it.each([
    [EksSourceRole.podIdentity(roleArn), "eks-pod-identity"],
    [EksSourceRole.irsa(roleArn), "irsa"],
  ])("tells the plugin how pods get it, and no token file: case %#", (sourceRole, source) => {
    const { trust } = trustBy(sourceRole);

    expect(trust.execArguments("/ignored")).toEqual([
      "eks",
      "--cluster-name",
      "west-prod",
      "--region",
      "us-west-2",
      "--no-fips",
      "--no-dual-stack",
      "--source",
      source,
    ]);
  });
});

describe("other partitions", () => {
  it.each([
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eu-central-1", "aws"],
  ])("a cluster in %s writes ARNs of %s", (region, partition) => {
    const clouds = new Clouds();
    const awsProvider = new AwsProvider(clouds.stack, "there", { region, alias: "there" });
    const { trust } = trustWith(
      {
        to: clouds.eks("west", { region, awsProvider, issuer: undefined }),
        roleName: "deployer",
        access: ClusterAccess.view().viaCloudPolicy(),
      },
      clouds,
    );

    expect(trust.roleArn).toBe(`arn:${partition}:iam::111122223333:role/deployer`);
    expect(synthesize(clouds.stack).only("aws_eks_access_policy_association").policy_arn).toBe(
      `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`,
    );
  });
});

interface Policy {
  readonly Statement: {
    readonly Principal: unknown;
    readonly Condition: { readonly StringEquals: Record<string, unknown>; readonly StringLike?: unknown };
  }[];
}
