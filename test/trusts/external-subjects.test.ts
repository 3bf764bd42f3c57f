import { App } from "cdktf";
import {
  AwsOutboundIssuer,
  ClusterAccess,
  EksToEksTrust,
  EntraTenant,
  ExternalSubject,
  GithubActions,
  GitlabCi,
  GoogleIdentity,
  OidcIssuer,
  TrustMesh,
} from "../../src";
import { ACCOUNT_ID, Clouds, TENANT_ID } from "../support/clouds";
import { refusalCodes, resolved, synthesize, warningCodes } from "../support/synthesized";

const OUTBOUND = "https://abc123.tokens.sts.global.api.aws";
const UNIQUE_ID = "103456789012345678901";
const OBJECT_ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

function world() {
  const clouds = new Clouds(new App());
  const mesh = new TrustMesh(clouds.stack, "mesh");
  return { clouds, mesh, west: clouds.eks("west"), euro: clouds.gke("euro"), corp: clouds.aks("corp") };
}

/** The flags of an exec stanza that say where the token is and for which audience. */
function sourceFlags(args: string[]): string[] {
  const at = (flag: string) => (args.includes(flag) ? [flag, args[args.indexOf(flag) + 1]] : []);
  return ["--token-file", "--token-variable", "--source", "--token-audience"].flatMap(at);
}

describe("subjects that are no service accounts", () => {
  it("let a job of GitHub into clusters of all three clouds, by the plugin's own source", () => {
    const { clouds, mesh, west, euro, corp } = world();
    const from = GithubActions.repository("acme/app").environment("prod");

    mesh.allowAll([from], [west, euro, corp], ClusterAccess.edit("payments"));
    const trusts = [west, euro, corp].map((to) => mesh.clusterTrustOf(from, to));

    expect(refusalCodes(clouds.stack)).toEqual([]);
    for (const trust of trusts) {
      const args = resolved(clouds.stack, trust.execArguments()) as string[];
      expect(sourceFlags(args)).toEqual(["--source", "github-actions"]);
    }
    expect(synthesize(clouds.stack).all("kubernetes_role_binding_v1")).toHaveLength(3);
    expect(synthesize(clouds.stack).only("azurerm_federated_identity_credential")).toMatchObject({
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:acme/app:environment:prod",
    });
    expect(trusts[1].kubernetesUser).toMatch(/^principal:\/\/.*\/subject\/repo:acme\/app:environment:prod$/);
  });

  it("say in the kubeconfig who acts", () => {
    const { clouds, mesh, west } = world();
    const from = GithubActions.repository("acme/app").branch("main");
    mesh.allow(from, west, ClusterAccess.view("payments"));

    const document = resolved(clouds.stack, mesh.kubeconfigFor(from).toDocument()) as {
      contexts: { context: { extensions: { extension: { source: object } }[] } }[];
    };

    expect(document.contexts[0].context.extensions[0].extension.source).toEqual({
      cluster: "github-actions",
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:acme/app:ref:refs/heads/main",
    });
  });

  it.each<[string, (clouds: Clouds) => ExternalSubject, string[]]>([
    [
      "a variable of the target's own, for GitLab",
      () => GitlabCi.project("acme/app").branch("main"),
      ["--token-variable", "TRUST_MESH_TOKEN_EURO"],
    ],
    [
      "the variable that the project chose",
      () => GitlabCi.project("acme/app", { tokenVariable: "K8S_TOKEN" }).branch("main"),
      ["--token-variable", "K8S_TOKEN"],
    ],
    [
      "an issuer's file",
      ({ stack }) =>
        OidcIssuer.fromAttributes(stack, "spire", {
          issuer: "https://spire.acme.com",
          tokenFile: "/run/spire/jwt",
        }).subject("spiffe://acme.com/build"),
      ["--token-file", "/run/spire/jwt"],
    ],
    [
      "AWS STS",
      ({ stack }) =>
        AwsOutboundIssuer.fromAttributes(stack, "build", { issuer: OUTBOUND }).role(
          `arn:aws:iam::${ACCOUNT_ID}:role/deployer`,
        ),
      ["--source", "aws-web-identity"],
    ],
    [
      "Azure's metadata service, for the one audience of the application",
      ({ stack }) =>
        EntraTenant.fromAttributes(stack, "acme", {
          tenantId: TENANT_ID,
          audience: "api://federation",
        }).managedIdentity("vm", OBJECT_ID),
      ["--source", "azure-managed-identity", "--token-audience", "api://federation"],
    ],
  ])("take their tokens from %s", (_what, make, flags) => {
    const { clouds, mesh, euro } = world();

    mesh.allow(make(clouds), euro, ClusterAccess.view("payments"));
    const [trust] = mesh.clusterTrusts;

    expect(refusalCodes(clouds.stack)).toEqual([]);
    expect(sourceFlags(resolved(clouds.stack, trust.execCredential.args) as string[])).toEqual(flags);
  });

  it("let a Google service account into EKS by Google as a principal that AWS knows", () => {
    const { clouds, mesh, west } = world();

    mesh.allow(GoogleIdentity.serviceAccount("vm", UNIQUE_ID), west, ClusterAccess.view("payments"));
    const [trust] = mesh.clusterTrusts;

    expect(sourceFlags(resolved(clouds.stack, trust.execCredential.args) as string[])).toEqual([
      "--source",
      "google-id-token",
    ]);
    expect(String(synthesize(clouds.stack).only("aws_iam_role").assume_role_policy)).toContain(
      '"Principal":{"Federated":"accounts.google.com"}',
    );
    expect(synthesize(clouds.stack).all("aws_iam_openid_connect_provider")).toEqual([]);
  });

  it.each<[string, (all: ReturnType<typeof world>) => unknown, string]>([
    [
      "a role of AWS in EKS",
      ({ clouds, mesh, west }) =>
        mesh.allow(
          AwsOutboundIssuer.fromAttributes(clouds.stack, "build", { issuer: OUTBOUND }).role(
            `arn:aws:iam::${ACCOUNT_ID}:role/deployer`,
          ),
          west,
          ClusterAccess.view(),
        ),
      "own-cloud-subject",
    ],
    [
      "Google's own account in GKE",
      ({ mesh, euro }) => mesh.allow(GoogleIdentity.serviceAccount("vm", UNIQUE_ID), euro, ClusterAccess.view()),
      "own-cloud-subject",
    ],
    [
      "a whole repository in GKE without impersonation",
      ({ mesh, euro }) => mesh.allow(GithubActions.repository("acme/app").everyRun(), euro, ClusterAccess.view()),
      "from",
    ],
    [
      "a whole repository in AKS",
      ({ mesh, corp }) => mesh.allow(GithubActions.repository("acme/app").everyRun(), corp, ClusterAccess.view()),
      "from",
    ],
    [
      "a class that is for EKS sources",
      ({ clouds, west }) =>
        new EksToEksTrust(clouds.stack, "trust", {
          from: GithubActions.repository("acme/app").branch("main"),
          to: west,
          access: ClusterAccess.view(),
        }),
      "from",
    ],
    [
      "a subject that is too long for Google",
      ({ mesh, euro }) =>
        mesh.allow(GithubActions.repository("acme/app").branch("x".repeat(120)), euro, ClusterAccess.view()),
      "from",
    ],
  ])("are refused: %s", (_what, make, code) => {
    const all = world();

    make(all);

    expect(refusalCodes(all.clouds.stack)).toContain(code);
  });

  it("warn in clusters as in accounts", () => {
    const { clouds, mesh, west } = world();

    mesh.allow(GithubActions.repository("acme/app").pullRequests(), west, ClusterAccess.view("preview"));

    expect(warningCodes(clouds.stack)).toEqual(["pull-request-subject"]);
  });
});
