/** Documents that declare edges, written by hand: kubeconfigs and declarations of services. */

export const CA = Buffer.from("-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n").toString("base64");

export interface Edge {
  readonly source: { readonly cluster: string; readonly issuer: string; readonly subject: string };
  readonly target: {
    readonly cluster: string;
    readonly name: string;
    readonly server: string;
    readonly stated?: object;
  };
  readonly audience: string;
  readonly principal: string;
  readonly user: string;
  readonly groups?: readonly string[];
  readonly access?: readonly object[];
  readonly args: readonly string[];
}

/** A kubeconfig with the extension that declares its trust. */
export function kubeconfig({ args, ...edge }: Edge): { readonly value: string } {
  const { cluster, server } = edge.target;
  const declaration = { groups: [], access: [], adopted: [], ...edge };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "trust-mesh-auth",
    args: [...args, "--token-file", `/var/run/secrets/trust-mesh/${cluster}/token`, "--exec-api-version", "v1"],
    interactiveMode: "Never",
    provideClusterInfo: false,
  };
  const extensions = [{ name: "cdktf-trust-mesh", extension: declaration }];
  return {
    value: JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": CA } }],
      users: [{ name: cluster, user: { exec } }],
      contexts: [{ name: cluster, context: { cluster, user: cluster, extensions } }],
      "current-context": cluster,
    }),
  };
}

/** An output that declares uses of a cloud's own services. */
export function services(...uses: readonly object[]): { readonly value: string } {
  return { value: JSON.stringify({ "cdktf-trust-mesh/services": uses.map((use) => ({ adopted: [], ...use })) }) };
}
