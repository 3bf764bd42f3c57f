import { DECLARATION_EXTENSION, DECLARATIONS_ANNOTATION, TrustDeclaration } from "../../../src/trust-declaration";
import { Args, Stack } from "./stack";
import { SUBJECT } from "./tokens";

/** A declaration of a trust into the EKS cluster `west` of the tests' account, with parts of one's own. */
export function declaration(parts: DeepPartial<TrustDeclaration> = {}): TrustDeclaration {
  const { source, target, ...others } = parts;
  return {
    source: { cluster: "hub", issuer: "https://oidc.example.com/id/ABC", subject: SUBJECT, ...source },
    target: { cluster: "west", name: "arn:aws:eks:us-east-1:111122223333:cluster/west", ...target },
    audience: "client-a",
    principal: "arn:aws:iam::111122223333:role/reader",
    user: "hub:{{SessionName}}",
    groups: [],
    access: [],
    adopted: [],
    ...others,
  };
}
type DeepPartial<T> = {
  readonly [key in keyof T]?: T[key] extends readonly unknown[] | undefined ? T[key] : Partial<T[key]>;
};

/** One context of a kubeconfig. */
export interface Context {
  readonly name?: string;
  /** That of the declared cluster, unless given. */
  readonly server?: string;
  readonly cluster?: Args;
  readonly args: readonly string[];
  /** Left out for a context that declares nothing. */
  readonly declaration?: TrustDeclaration;
}

export const SERVER = serverOf("west");
export const EKS_ARGS = [
  ...["eks", "--cluster-name", "west", "--region", "us-east-1"],
  ...["--role-arn", "arn:aws:iam::111122223333:role/reader", "--token-file", "/var/run/secrets/token"],
];

/** A kubeconfig of contexts, each with a cluster and a user of its own. */
export function kubeconfig(...contexts: readonly Context[]): object {
  const named = contexts.map((context, i) => ({ name: `c${i}`, ...context }));
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: named.map(({ name, server, cluster, declaration: declared }) => ({
      name,
      cluster: { server: server ?? serverOf(declared?.target.name ?? "west"), ...cluster },
    })),
    users: named.map(({ name, args }) => ({ name, user: { exec: execOf(args) } })),
    contexts: named.map(({ name, declaration: declared }) => ({
      name,
      context: {
        cluster: name,
        user: name,
        ...(declared ? { extensions: [{ name: DECLARATION_EXTENSION, extension: declared }] } : {}),
      },
    })),
    "current-context": "c0",
  };
}

/** The API server of a cluster, by the last part of its name. */
function serverOf(name: string): string {
  return `https://${name.toLowerCase().split("/").at(-1)}.example.com`;
}

/** The exec stanza of the plugin with these arguments. */
export function execOf(args: readonly string[]) {
  return { apiVersion: "client.authentication.k8s.io/v1", command: "trust-mesh-auth", args };
}

/** A stack with kubeconfigs of one context each in outputs. */
export function declaring(...contexts: readonly Context[]): Stack {
  return {
    output: Object.fromEntries(
      contexts.map((context, i) => [`kubeconfig-${i}`, { value: JSON.stringify(kubeconfig(context)) }]),
    ),
  };
}

/** An Argo CD cluster secret's arguments. */
export function argoCdSecret(
  args: readonly string[],
  declarations: readonly TrustDeclaration[],
  config: Args = {},
): Args {
  return {
    metadata: {
      name: "west",
      labels: { "argocd.argoproj.io/secret-type": "cluster" },
      annotations: { [DECLARATIONS_ANNOTATION]: JSON.stringify(declarations) },
    },
    data: {
      name: "west",
      server: SERVER,
      config: JSON.stringify({ execProviderConfig: { ...execOf(args), env: { A: "b" } }, ...config }),
    },
  };
}
