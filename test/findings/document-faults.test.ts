import { differentPrincipals } from "../../src/findings/rules/different-principals";
import { documentFaults } from "../../src/findings/rules/document-faults";
import { account } from "../simulator/support/aws";
import { Context, declaration, declaring, EKS_ARGS, kubeconfig, SERVER } from "../simulator/support/mesh";
import { Args, merged, read, Stack } from "../simulator/support/stack";
import { NOW } from "../simulator/support/tokens";

/** A client's document that does not work, or leads elsewhere than it declares. */
interface Kubeconfig {
  apiVersion: string;
  "current-context"?: string;
  clusters: { cluster: Args }[];
  users: { user: { exec: Args } }[];
}
const PEM = (words: string) => Buffer.from(`-----BEGIN CERTIFICATE-----\n${words}\n`).toString("base64");

function stack(change: (document: Kubeconfig) => void = () => undefined, args: readonly string[] = EKS_ARGS): Stack {
  const document = kubeconfig({ args, declaration: declaration() }) as Kubeconfig;
  document.users[0].user.exec = { ...document.users[0].user.exec, interactiveMode: "Never" };
  change(document);
  return { output: { kubeconfig: { value: JSON.stringify(document) } } };
}
const found = (...stacks: Stack[]) =>
  documentFaults(read(merged(account(), ...stacks)), NOW).map(
    ({ severity, place, reason }) => `${severity} ${place}: ${reason}`,
  );

describe("a kubeconfig", () => {
  it("without a fault has none", () => {
    expect(found(stack())).toEqual([]);
  });

  it.each<[string, (document: Kubeconfig) => void]>([
    ['the kubeconfig\'s apiVersion is "v2", not v1', (document) => (document.apiVersion = "v2")],
    ['current-context is "x", and no context has that name', (document) => (document["current-context"] = "x")],
    ['current-context is "", and no context has that name', (document) => delete document["current-context"]],
    [
      'interactiveMode is "sometimes", not one of Never, IfAvailable, Always',
      ({ users }) => (users[0].user.exec = { ...users[0].user.exec, interactiveMode: "sometimes" }),
    ],
    [
      'the stanza\'s apiVersion is "v1", which no client knows',
      ({ users }) => (users[0].user.exec = { ...users[0].user.exec, apiVersion: "v1" }),
    ],
    [
      "its certificate-authority-data is no certificate in base64",
      ({ clusters }) => (clusters[0].cluster = { ...clusters[0].cluster, "certificate-authority-data": "eHh4" }),
    ],
    [
      // Go, encoding/base64: StdEncoding needs the padding.
      "its certificate-authority-data is no certificate in base64",
      ({ clusters }) =>
        (clusters[0].cluster = { ...clusters[0].cluster, "certificate-authority-data": PEM("abc").replace(/=+$/, "") }),
    ],
  ])("is told: %s", (reason, change) => {
    expect(found(stack(change))).toEqual([`fault mesh: output.kubeconfig: ${reason}`]);
  });

  it("that starts another command is a gap", () => {
    const change = ({ users }: Kubeconfig) => (users[0].user.exec = { ...users[0].user.exec, command: "evil" });
    expect(found(stack(change))).toEqual([
      `gap mesh: output.kubeconfig: starts "evil", and what that does is not known`,
    ]);
  });

  it("that leads to another cluster or region is a fault", () => {
    const args = (flag: string, value: string) => EKS_ARGS.map((one, i) => (EKS_ARGS[i - 1] === flag ? value : one));
    expect(found(stack(undefined, args("--region", "eu-west-1")))).toHaveLength(1);
    expect(found(stack(undefined, args("--cluster-name", "east")))).toHaveLength(1);
    expect(found(stack(undefined, args("--token-file", "token")))).toHaveLength(1);
  });

  it("with another authority than the provider of its server is a fault", () => {
    const change = ({ clusters }: Kubeconfig) =>
      (clusters[0].cluster = { ...clusters[0].cluster, "certificate-authority-data": PEM("a") });
    const provider = (words: string): Stack => ({
      provider: {
        kubernetes: {
          host: "https://west.example.com",
          cluster_ca_certificate: Buffer.from(PEM(words), "base64").toString(),
        },
      },
    });
    expect(found(stack(change), provider("a"))).toEqual([]);
    expect(found(stack(change), provider("b"))).toEqual([
      "fault mesh: output.kubeconfig: its certificate-authority-data is another than that of mesh: provider.kubernetes",
    ]);
  });
});

it("a document that declares another principal than it leads to is a fault", () => {
  const entry: Stack = {
    resource: { aws_eks_access_entry: { one: { cluster_name: "west", principal_arn: "${aws_iam_role.reader.arn}" } } },
  };
  const told = (principal: string) => {
    const document = kubeconfig({ args: EKS_ARGS, declaration: declaration({ principal }) });
    const output: Stack = { output: { kubeconfig: { value: JSON.stringify(document) } } };
    return differentPrincipals(read(merged(account(), entry, output)), NOW).map(({ what }) => what);
  };
  expect(told("arn:aws:iam::111122223333:role/reader")).toEqual([]);
  expect(told("arn:aws:iam::111122223333:role/other")).toEqual(["arn:aws:iam::111122223333:role/reader"]);
});

describe("a document that says two things", () => {
  const place = "fault mesh: output.kubeconfig-0";
  const edge = (target: Partial<ReturnType<typeof declaration>["target"]>, parts: Parts = {}): Context => ({
    args: EKS_ARGS,
    ...parts,
    declaration: declaration({ target, ...parts.declared }),
  });
  const faults = (...stacks: Stack[]) => found(...stacks).filter((one) => !/interactiveMode/.test(one));
  const provider: Stack = {
    provider: { kubernetes: { host: SERVER, cluster_ca_certificate: Buffer.from(PEM("a"), "base64").toString() } },
  };

  it("leads to another server than its declaration is of", () => {
    const own = "https://west.example.com:443/";
    expect(faults(declaring(edge({ server: own })))).toEqual([]);
    expect(faults(declaring(edge({ server: own }, { server: "https://evil.example.com" })))).toEqual([
      `${place}: its server is https://evil.example.com, and its declaration is of ${own}`,
    ]);
    // Go, net/url: "invalid character in host name".
    expect(faults(declaring(edge({ server: own }, { server: "https://west.example.com " })))).toHaveLength(1);
  });

  it("lacks an authority that its cluster's provider has", () => {
    expect(faults(declaring(edge({})), provider)).toEqual([
      `${place}: has no certificate-authority-data for ${SERVER}, and mesh: provider.kubernetes has it`,
    ]);
    const unchecked = { cluster: { "insecure-skip-tls-verify": true } };
    expect(faults(declaring(edge({}, unchecked)), provider)).toEqual([]);
  });

  // client-go, rest/config.go and transport: "specifying a root certificates file with the insecure flag is not allowed".
  it("has an authority and checks no certificate", () => {
    const both = { "insecure-skip-tls-verify": true, "certificate-authority-data": PEM("a") };
    expect(faults(declaring(edge({}, { cluster: both })))).toEqual([
      `${place}: has a certificate-authority-data and checks no certificate, which clients refuse`,
    ]);
  });

  it("shows a token and declares no audience", () => {
    expect(faults(declaring(edge({}, { declared: { audience: "" } })))).toEqual([
      `${place}: declares no audience, and its arguments show a token that has one`,
    ]);
  });

  it("declares an audience and shows no token", () => {
    const native = { args: ["gke", "--source", "google-metadata"] };
    expect(faults(declaring(edge({}, native)))).toEqual([
      `${place}: declares the audience client-a, and its arguments show no token`,
    ]);
    expect(faults(declaring(edge({}, { ...native, declared: { audience: "" } })))).toEqual([]);
  });

  it("states another setting than a second document", () => {
    const stating = (authenticationMode: string) => edge({ stated: { authenticationMode } });
    const other = edge({ stated: { authenticationMode: "API" } }, { args: [...EKS_ARGS, "--no-fips"] });
    expect(faults(declaring(stating("API"), other))).toEqual([]);
    expect(faults(declaring(stating("API_AND_CONFIG_MAP"), other))).toEqual([
      "fault mesh: output.kubeconfig-1: states authenticationMode: API, and mesh: output.kubeconfig-0 states API_AND_CONFIG_MAP",
    ]);
  });

  it("leads to another cloud of Azure than its audience is of", () => {
    const name = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/corp";
    const into = (cloud: string) =>
      edge(
        { name },
        {
          args: ["aks", "--tenant-id", "t", "--client-id", "c", "--cloud", cloud, "--token-file", "/t"],
          declared: { audience: "api://AzureADTokenExchange" },
        },
      );
    expect(faults(declaring(into("public")))).toEqual([]);
    for (const cloud of ["china", "evil"]) {
      expect(faults(declaring(into(cloud)))).toEqual([
        `${place}: --cloud is "${cloud}", and the audience is api://AzureADTokenExchange`,
      ]);
    }
  });
});

interface Parts extends Partial<Omit<Context, "declaration">> {
  readonly declared?: Parameters<typeof declaration>[0];
}
