import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuiltInClient, Workbench } from "../../src/lab";
import { Claims, Edge, flagOf } from "../../src/simulator";
import { AKS_SERVER_ID } from "../../src/vendor/azure/aks";
import { buildMesh } from "../lab/support/meshes";
import { LabFixture } from "../lab/support/use-lab";
import { WRONG_TOKENS } from "../lab/support/wrong-tokens";
import { PLUGIN } from "../plugin/support";
import { describeWithPython } from "./support/python";

jest.setTimeout(120_000);

/** What an SDK got, or the code by which it was refused. */
interface Got {
  readonly refused?: string;
  readonly arn?: string;
  readonly token?: string;
  readonly user?: string;
  readonly listed?: Readonly<Record<string, number>>;
}

/**
 * The vendors' SDKs of Python get credentials from a lab, with nothing of it but a proxy and an authority, and the
 * `kubernetes` client uses a kubeconfig of the library with the plugin in it. PyPI: `boto3`, `google-auth`, `azure-identity`,
 * `kubernetes`.
 */
describeWithPython("clients", "SDKs as clients of the lab (python)", (program) => {
  const fixture = new LabFixture(buildMesh);

  const environment = () => ({
    PATH: process.env.PATH ?? "",
    HOME: mkdtempSync(join(fixture.lab.folder, "home-")),
    HTTPS_PROXY: fixture.lab.proxyUrl,
    SSL_CERT_FILE: fixture.lab.caFile,
    REQUESTS_CA_BUNDLE: fixture.lab.caFile,
    AWS_CA_BUNDLE: fixture.lab.caFile,
  });
  const tokenFile = async (edge: Edge, others: Partial<Claims> = {}) => {
    const file = join(mkdtempSync(join(fixture.lab.folder, "token-")), "token");
    writeFileSync(file, await fixture.token(edge, others));
    return file;
  };

  const aws = async (others?: Partial<Claims>) => {
    const edge = fixture.edge("corp:deploy/deployer → west");
    return await program().ask<Got>("aws", {
      region: "us-west-2",
      environment: {
        ...environment(),
        AWS_ROLE_ARN: flagOf(edge.request, "role-arn"),
        AWS_ROLE_SESSION_NAME: "python",
        AWS_WEB_IDENTITY_TOKEN_FILE: await tokenFile(edge, others),
      },
    });
  };
  const google = async (others?: Partial<Claims>) => {
    const edge = fixture.edge("west:deploy/deployer → euro");
    const info = {
      type: "external_account",
      audience: flagOf(edge.request, "audience"),
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: "https://sts.googleapis.com/v1/token",
      credential_source: { file: await tokenFile(edge, others) },
    };
    return await program().ask<Got>("google", { info, environment: environment() });
  };
  const azure = async (others?: Partial<Claims>) => {
    const edge = fixture.edge("west:deploy/deployer → corp");
    return await program().ask<Got>("azure", {
      scope: `${AKS_SERVER_ID}/.default`,
      environment: {
        ...environment(),
        AZURE_TENANT_ID: flagOf(edge.request, "tenant-id"),
        AZURE_CLIENT_ID: flagOf(edge.request, "client-id"),
        AZURE_FEDERATED_TOKEN_FILE: await tokenFile(edge, others),
      },
    });
  };
  const whoIs = async (edge: Edge, token = "") => {
    const url = `${edge.client.server}/apis/authentication.k8s.io/v1/selfsubjectreviews`;
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await fixture.ask(url, { method: "POST", headers, body: "{}" });
    return (JSON.parse(body) as { status: { userInfo: { username: string } } }).status.userInfo.username;
  };

  it("gives boto3 the role's session", async () => {
    expect((await aws()).arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/trust-mesh-corp-deploy-.*\/python$/);
  });

  it("gives google-auth a token that GKE knows", async () => {
    const edge = fixture.edge("west:deploy/deployer → euro");
    expect(await whoIs(edge, (await google()).token)).toBe(edge.declaration.user);
  });

  it("gives azure-identity a token that AKS knows", async () => {
    const edge = fixture.edge("west:deploy/deployer → corp");
    expect(await whoIs(edge, (await azure()).token)).toBe(edge.declaration.user);
  });

  it.each(WRONG_TOKENS)("refuses all three for %s", async (_what, claims, codes) => {
    expect(await aws(claims)).toEqual({ refused: codes.aws });
    expect((await google(claims)).refused).toContain(`Error code ${codes.google}`);
    expect(await azure(claims)).toEqual({ refused: codes.azure });
  });

  it.each(["corp:deploy/deployer → west", "west:deploy/deployer → euro", "west:deploy/deployer → corp"])(
    "lets the kubernetes client act by the kubeconfig of %s, and no further",
    async (name) => {
      const edge = fixture.edge(name);
      const bench = new Workbench(fixture.lab, PLUGIN, new BuiltInClient(fixture.lab));
      const { pod, kubeconfig } = bench.podWithToken(edge, await fixture.token(edge));
      const [granted] = edge.declaration.access.flatMap(({ namespaces }) => namespaces);
      const got = await program().ask<Got>("kubernetes", {
        ...{ kubeconfig: kubeconfig.file, context: kubeconfig.context, namespaces: [granted, "kube-system"] },
        environment: { ...environment(), ...pod.env },
      });
      bench.close();
      const user = edge.declaration.user.replace("{{SessionName}}", "deploy.deployer");
      expect(got).toEqual({ user, listed: { [granted]: 200, "kube-system": 403 } });
    },
  );
});
