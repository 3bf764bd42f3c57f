import { App } from "cdktf";
import {
  AwsFederatedRole,
  AwsOidcProvider,
  ClusterAccess,
  EksClusterAttributes,
  EksSourceRole,
  EksToEksTrust,
  GkeToEksTrust,
  OidcToEksTrust,
  EksTrustProps,
} from "../../src";
import { Clouds } from "../support/clouds";
import { refusals } from "../support/synthesized";

const access = ClusterAccess.view("payments");
const ROLE = /^\[stack\/trust-mesh-shared\/aws-aws\/role_euro_argocd_deployer\] /;

/** What a trust of a GKE service account in the EKS cluster "west" is refused with. */
function refused(
  options: Partial<EksTrustProps> | ((clouds: Clouds) => Partial<EksTrustProps>),
  target: Partial<EksClusterAttributes> = {},
): string[] {
  const clouds = new Clouds();
  const given = typeof options === "function" ? options(clouds) : options;
  const from = clouds.gke("euro").serviceAccount("argocd", "deployer");
  new GkeToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west", target), access, ...given });
  return refusals(clouds.stack);
}

/** The refusals of the made role, without the path that a digest is part of. */
function refusedByRole(options: Partial<EksTrustProps>): string[] {
  const found = refused(options);
  for (const one of found) expect(one).toMatch(ROLE);
  return found.map((one) => one.replace(ROLE, ""));
}

describe("a role's name", () => {
  it("may have 64 characters of IAM's set", () => {
    expect(refusedByRole({ roleName: `${"r".repeat(56)}_+=,.@-9` })).toEqual([]);
  });

  it("may not have 65", () => {
    const roleName = "r".repeat(65);

    expect(refusedByRole({ roleName })).toEqual([
      `roleName: "${roleName}" has 65 characters. Give 1 to 64 characters: letters, digits and +=,.@_-.`,
    ]);
  });

  it.each(["a b", "a/b", "é"])("may not be %s", (roleName) => {
    expect(refusedByRole({ roleName })).toEqual([
      `roleName: "${roleName}" is not a valid name. Give 1 to 64 characters: letters, digits and +=,.@_-.`,
    ]);
  });

  it("may not be empty", () => {
    expect(refusedByRole({ roleName: "" })).toEqual([
      'roleName: "" has 0 characters. Give 1 to 64 characters: letters, digits and +=,.@_-.',
    ]);
  });

  it("may not differ from another role's in letter case alone", () => {
    const clouds = new Clouds();
    const [source, to] = [clouds.gke("euro"), clouds.eks("west")];
    for (const name of ["Deployer", "deployer"]) {
      const from = source.serviceAccount("argocd", name.toLowerCase() === name ? "a" : "b");
      new GkeToEksTrust(clouds.stack, `trust-${name}`, { from, to, access, roleName: name });
    }

    const [found, entry, ...rest] = refusals(clouds.stack);
    expect(rest).toEqual([]);
    // The cluster is asked for two entries of what IAM takes for one role.
    expect(entry).toMatch(
      /^\[stack\/trust-mesh-shared\/eks-west\] accessEntry: "arn:aws:iam::\d+:role\/deployer" is asked for by /,
    );
    expect(found).toMatch(/^\[stack\/trust-mesh-shared\/aws-aws\] roleName: "deployer" is asked for by /);
    expect(found).toMatch(
      /, and there can be only one\. Give each service account its own roleName, share one role \(new AwsFederatedRole\), or give the clusters of both one AwsAccount\.$/,
    );
  });
});

describe("the shape of a role", () => {
  it.each([3600, 43200])("may have a session of %i seconds", (maxSessionSeconds) => {
    expect(refusedByRole({ maxSessionSeconds })).toEqual([]);
  });

  it.each([3599, 43201, NaN])("may not have a session of %d seconds", (maxSessionSeconds) => {
    expect(refusedByRole({ maxSessionSeconds })).toEqual([
      `maxSessionSeconds: is ${maxSessionSeconds}. Give 3600 to 43200 seconds.`,
    ]);
  });

  it.each(["/", "/ops/", "/ops/mesh/"])("may have the path %s", (rolePath) => {
    expect(refusedByRole({ rolePath })).toEqual([]);
  });

  it.each(["ops", "/ops", "ops/", "/o ps/"])("may not have the path %s", (rolePath) => {
    expect(refusedByRole({ rolePath })).toEqual([
      `rolePath: "${rolePath}" is not a path. Begin and end it with a slash.`,
    ]);
  });

  it("may be bounded by a policy of AWS's own", () => {
    expect(refusedByRole({ permissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" })).toEqual([]);
  });

  it("may not be bounded by something that is no policy", () => {
    expect(refusedByRole({ permissionsBoundaryArn: "arn:aws:iam::111122223333:role/x" })).toEqual([
      'permissionsBoundaryArn: "arn:aws:iam::111122223333:role/x" is not the ARN of an IAM policy. Give arn:<partition>:iam::<account>:policy/….',
    ]);
  });

  it("may not be bounded by a policy of another partition", () => {
    expect(refusedByRole({ permissionsBoundaryArn: "arn:aws-cn:iam::111122223333:policy/x" })).toEqual([
      "permissionsBoundaryArn: is in the partition aws-cn and the account in aws; IAM trust does not cross partitions. Give one of an account in aws.",
    ]);
  });
});

describe("a trust policy", () => {
  /** The length by hand: the document of one source with two subjects. */
  const lengthOf = (names: string[]) => {
    const host = "container.googleapis.com/v1/projects/acme-euro/locations/europe-west4/clusters/euro";
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              [`${host}:aud`]: "sts.amazonaws.com",
              [`${host}:sub`]: names.map((name) => `system:serviceaccount:argocd:${name}`),
            },
          },
        },
      ],
    }).length;
  };
  /** Nine names that make the document as long as asked. */
  const namesFor = (length: number) => {
    const names = Array.from({ length: 9 }, (_, index) => `${index}${"a".repeat(99)}`);
    const more = length - lengthOf(names);
    return [...names.slice(0, 8), `8${"a".repeat(99 + more)}`];
  };
  const refusedFor = (names: string[], trustPolicyMaxLength?: number) => {
    const clouds = new Clouds();
    const source = clouds.gke("euro");
    new AwsFederatedRole(clouds.stack, "shared", {
      account: clouds.eks("west").account,
      subjects: names.map((name) => source.serviceAccount("argocd", name)),
      trustPolicyMaxLength,
    });
    return refusals(clouds.stack);
  };

  it("may be as long as the account's quota", () => {
    const names = namesFor(2048);

    expect(lengthOf(names)).toBe(2048);
    expect(refusedFor(names)).toEqual([]);
  });

  it("may not be one character longer", () => {
    expect(refusedFor(namesFor(2049))).toEqual([
      "[stack/shared] subjects: the role's trust policy has 2049 characters, and the account's quota is 2048. Divide the subjects over several roles, or have the quota raised and set trustPolicyMaxLength.",
    ]);
  });

  it("may be longer where the quota was raised", () => {
    expect(refusedFor(namesFor(2049), 4096)).toEqual([]);
  });

  it("of no service account is refused", () => {
    expect(refusedFor([])).toEqual(["[stack/shared] subjects: is empty. Give at least one subject."]);
  });
});

describe("an access entry", () => {
  const ENTRY = /^\[stack\/trust-mesh-shared\/eks-west\/role_euro_argocd_deployer\] /;
  const refusedByEntry = (options: Partial<EksTrustProps>) => {
    const found = refused(options);
    for (const one of found) expect(one).toMatch(ENTRY);
    return found.map((one) => one.replace(ENTRY, ""));
  };

  it.each(["system:masters", "eks:x", "aws:x", "amazon:x", "iam:x", ""])("refuses the group %j", (group) => {
    expect(refusedByEntry({ groups: ["fine", group] })).toEqual([
      `groups: "${group}" is empty or starts with system:, eks:, aws:, amazon: or iam:, which EKS refuses. Give another group, and bind the role that you need to it.`,
    ]);
  });

  it("takes a group that only contains a reserved word", () => {
    expect(refusedByEntry({ groups: ["my-system:masters", "eksperts"] })).toEqual([]);
  });

  it.each(["system:x", "eks:x", "aws:x", "amazon:x", "iam:x"])("refuses the user name %s", (userName) => {
    expect(refusedByEntry({ userName })).toEqual([
      `userName: "${userName}" starts with what EKS keeps for itself. Give a name such as "deployer:{{SessionName}}".`,
    ]);
  });

  it.each(["{{SessionName}}", "deployer-{{SessionName}}"])("refuses the user name %s", (userName) => {
    expect(refusedByEntry({ userName })).toEqual([
      `userName: "${userName}" has no colon before {{SessionName}}, which EKS asks for. Give a name such as "deployer:{{SessionName}}".`,
    ]);
  });

  it.each(["deployer", "deployer:{{SessionName}}"])("takes the user name %s", (userName) => {
    expect(refusedByEntry({ userName })).toEqual([]);
  });
});

describe("an audience for AWS", () => {
  it("may have 255 characters", () => {
    expect(refused({ audience: "a".repeat(255) })).toEqual([]);
  });

  it.each([0, 256])("may not have %i", (length) => {
    const [found, ...rest] = refused({ audience: "a".repeat(length) });

    expect(rest).toEqual([]);
    expect(found).toMatch(/^\[stack\/trust-mesh-shared\/aws-aws\/issuer-euro\] audience: /);
    expect(found).toContain(`audience: has ${length} characters. Give 1 to 255 characters.`);
  });
});

describe("what conflicts with each other", () => {
  const arn = "arn:aws:iam::111122223333:role/existing";
  const shaped: Partial<EksTrustProps>[] = [
    { roleName: "x" },
    { rolePath: "/x/" },
    { permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/x" },
    { maxSessionSeconds: 3600 },
    { tags: { a: "b" } },
    { trustPolicyMaxLength: 4096 },
  ];

  it.each(shaped)("a given role and %j", (option) => {
    expect(refused(({ stack }) => ({ role: AwsFederatedRole.fromRoleArn(stack, "given", arn), ...option }))).toEqual([
      `[stack/trust] ${Object.keys(option)[0]}: conflicts with role, which needs no new role. Leave one of the two out.`,
    ]);
  });

  it("a given role and an OIDC provider", () => {
    const found = refused(({ stack }) => ({
      role: AwsFederatedRole.fromRoleArn(stack, "given", arn),
      oidcProvider: AwsOidcProvider.fromArn(stack, "p", "arn:aws:iam::111122223333:oidc-provider/example.com"),
    }));

    expect(found).toEqual([
      "[stack/trust] oidcProvider: conflicts with role, which needs no new role. Leave one of the two out.",
    ]);
  });

  it("a source role and options of a new one, or a given one", () => {
    const clouds = new Clouds();
    new EksToEksTrust(clouds.stack, "trust", {
      from: clouds.eks("source").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      sourceRole: EksSourceRole.irsa(arn),
      role: AwsFederatedRole.fromRoleArn(clouds.stack, "given", arn),
      roleName: "x",
      tags: {},
    });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] roleName, tags: conflicts with sourceRole, which needs no new role. Leave one of the two out.",
      "[stack/trust] role: conflicts with sourceRole. Leave one of the two out.",
    ]);
  });
});

describe("ARNs of what is given", () => {
  it.each(["not-an-arn", "arn:aws:iam::111122223333:user/x", "arn:aws:iam::123:role/x"])(
    "refuses the role %s",
    (arn) => {
      expect(refused(({ stack }) => ({ role: AwsFederatedRole.fromRoleArn(stack, "given", arn) }))).toEqual([
        `[stack/trust] role: "${arn}" is not the ARN of an IAM role. Give arn:<partition>:iam::<account>:role/….`,
      ]);
    },
  );

  it("refuses a role of another partition", () => {
    const arn = "arn:aws-us-gov:iam::111122223333:role/x";

    expect(refused(({ stack }) => ({ role: AwsFederatedRole.fromRoleArn(stack, "given", arn) }))).toEqual([
      "[stack/trust] role: is in the partition aws-us-gov and the account in aws; IAM trust does not cross partitions. Give one of an account in aws.",
    ]);
  });

  it("refuses a source role of another partition", () => {
    const clouds = new Clouds();
    new EksToEksTrust(clouds.stack, "trust", {
      from: clouds.eks("source").serviceAccount("argocd", "deployer"),
      to: clouds.eks("west"),
      access,
      sourceRole: EksSourceRole.podIdentity("arn:aws-cn:iam::111122223333:role/x"),
    });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] sourceRole: is in the partition aws-cn and the account in aws; IAM trust does not cross partitions. Give one of an account in aws.",
    ]);
  });

  it("refuses an OIDC provider that is none", () => {
    const arn = "arn:aws:iam::111122223333:saml-provider/x";

    expect(refused(({ stack }) => ({ oidcProvider: AwsOidcProvider.fromArn(stack, "given", arn) }))).toContain(
      `[stack/given] oidcProviderArn: "${arn}" is not the ARN of an IAM OIDC provider. Give arn:<partition>:iam::<account>:oidc-provider/….`,
    );
  });

  it("refuses one OIDC provider for a role of two sources", () => {
    const clouds = new Clouds();
    new AwsFederatedRole(clouds.stack, "shared", {
      account: clouds.eks("west").account,
      subjects: [clouds.gke("euro").serviceAccount("a", "a"), clouds.aks("corp").serviceAccount("a", "a")],
      oidcProvider: AwsOidcProvider.fromArn(clouds.stack, "p", "arn:aws:iam::111122223333:oidc-provider/example.com"),
    });

    expect(refusals(clouds.stack)).toContain(
      "[stack/shared] oidcProvider: is given, and the role has several sources. Make one role for each source.",
    );
  });
});

describe("an issuer that IAM does not take", () => {
  const refusedIssuer = (issuer: string) => {
    const clouds = new Clouds();
    const from = clouds.oidc("onprem", { issuer }).serviceAccount("argocd", "deployer");
    new OidcToEksTrust(clouds.stack, "trust", { from, to: clouds.eks("west"), access });
    const registration = /^\[stack\/trust-mesh-shared\/aws-aws\/issuer-onprem\] /;
    return refusals(clouds.stack).map((found) => found.replace(registration, "[registration] "));
  };

  it("has an address of IPv6, whose colons are no port", () => {
    expect(refusedIssuer("https://[2001:db8::1]/x")).toEqual([]);
    expect(refusedIssuer("https://[2001:db8::1]:6443/x")).toEqual([
      '[registration] issuer: "https://[2001:db8::1]:6443/x" has a port, which IAM refuses. Serve the issuer at port 443 and leave the port out.',
    ]);
  });

  it("has a port", () => {
    expect(refusedIssuer("https://oidc.example.com:6443/x")).toEqual([
      '[registration] issuer: "https://oidc.example.com:6443/x" has a port, which IAM refuses. Serve the issuer at port 443 and leave the port out.',
    ]);
  });

  it("has more than 255 characters", () => {
    const issuer = (length: number) => `https://oidc.example.com/${"x".repeat(length - 25)}`;

    expect(refusedIssuer(issuer(255))).toEqual([]);
    expect(refusedIssuer(issuer(256))).toEqual([
      "[registration] issuer: has 256 characters, and IAM takes 255. Use a shorter issuer URL.",
    ]);
  });
});

describe("a target that cannot be one", () => {
  it("has the authentication mode CONFIG_MAP", () => {
    expect(refused({}, { authenticationMode: "CONFIG_MAP" })).toEqual([
      "[stack/trust] stack/west authenticationMode: is CONFIG_MAP, in which the cluster has no access entries. Set the cluster's authentication mode to API_AND_CONFIG_MAP or API.",
    ]);
  });

  it.each(["API", "API_AND_CONFIG_MAP"])("does not have the mode %s", (authenticationMode) => {
    expect(refused({}, { authenticationMode })).toEqual([]);
  });

  it("has no AWS provider", () => {
    expect(refused({}, { awsProvider: undefined })).toContain(
      "[stack/trust] stack/west awsProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the EKS cluster its awsProvider.",
    );
  });

  it("has no Kubernetes provider, and bindings are asked for", () => {
    expect(refused({}, { kubernetesProvider: undefined })).toEqual([
      "[stack/trust] stack/west kubernetesProvider: is missing, so the objects of this cluster could be made in a wrong place. Give the EKS cluster its kubernetesProvider.",
    ]);
  });

  it("has its providers in another stack than the trust", () => {
    const app = new App();
    const [home, away] = [new Clouds(app, "home"), new Clouds(app, "away")];
    const from = away.gke("euro").serviceAccount("argocd", "deployer");
    new GkeToEksTrust(away.stack, "trust", { from, to: home.eks("west"), access });

    const way = 'Move the trust into "home", or declare the cluster with providers of "away".';
    expect(refusals(away.stack)).toEqual(
      ["awsProvider", "kubernetesProvider"].map(
        (property) =>
          `[away/trust] home/west ${property}: belongs to the stack "home", and this trust is in "away"; a provider works only in its own stack. ${way}`,
      ),
    );
  });

  it("is the source itself", () => {
    const clouds = new Clouds();
    const west = clouds.eks("west");
    new EksToEksTrust(clouds.stack, "trust", { from: west.serviceAccount("argocd", "deployer"), to: west, access });

    expect(refusals(clouds.stack)).toEqual([
      "[stack/trust] to: is the service account's own cluster. Bind roles to it there; no trust is needed.",
    ]);
  });
});
