import { IResolvable, IResolveContext, Token } from "cdktf";
import { declarationOf } from "./declaration";
import { ExecCredential, ExecCredentialOptions } from "./exec-credential";
import { IClusterTrust } from "../i-cluster-trust";
import { jsonDocument } from "../json-document";
import { execOptionProblems } from "./exec-option-problems";
import { serverProblems } from "./server-problems";
import { ServerOptions } from "./server-options";
import { yamlToken } from "../yaml-document";
import { TargetCluster } from "../../clusters";
import { namespaceProblem } from "../../clusters/kubernetes-names";
import { isLiteral, problem, refuse, refusal } from "../../common";
import { OidcSubject } from "../../subjects";
import { DECLARATION_EXTENSION } from "../../trust-declaration";

/** What a kubeconfig says of one cluster in particular. */
export interface KubeconfigClusterOptions extends ServerOptions {
  /** Which cluster. */
  readonly cluster: TargetCluster;
  /** The namespace of the cluster's context. @default - the client's: "default" */
  readonly namespace?: string;
}

/** How a kubeconfig is shaped. */
export interface KubeconfigOptions {
  /** The cluster of the current context. @default - the first trust's */
  readonly currentContext?: TargetCluster;
  /** What is particular to single clusters. @default - nothing */
  readonly clusters?: KubeconfigClusterOptions[];
  /** A proxy to all clusters, unless `clusters` names another. @default - the client's environment */
  readonly proxyUrl?: string;
  /** How the exec stanzas are shaped. @default - the defaults of ExecCredentialOptions */
  readonly exec?: ExecCredentialOptions;
}

/**
 * A kubeconfig of one subject over its trusts: for each a cluster, a user and a context, all named after the
 * target's construct id, so that files of different meshes merge. It holds no secret: users have exec stanzas alone.
 * Each context says in an extension, which clients pass over, who acts and with what access; `trust-mesh lab` tries that.
 *
 * It is a value, which is rendered when Terraform applies: as it is for an output, and by `toString()` wherever text is
 * wanted, such as a ConfigMap's data or a file's content.
 *
 * Kubernetes documentation: "kubeconfig (v1)".
 */
export class Kubeconfig implements IResolvable {
  /**
   * The kubeconfig of some trusts, all of one subject.
   *
   * @throws if there are no trusts
   */
  public static of(trusts: IClusterTrust[], options: KubeconfigOptions = {}): Kubeconfig {
    const [first] = trusts;
    if (!first) throw refusal("Kubeconfig.of: trusts is empty. Give at least one trust.", "trusts");
    const kubeconfig = new Kubeconfig(first.subject, () => trusts, options);
    refuse(first, () => kubeconfig._problems());
    return kubeconfig;
  }

  /**
   * A kubeconfig over trusts that are found when it is rendered. Whoever makes it asks for `_problems`.
   * @internal
   */
  public static _lazily(subject: OidcSubject, find: () => IClusterTrust[], options: KubeconfigOptions): Kubeconfig {
    return new Kubeconfig(subject, find, options);
  }

  /** Whose kubeconfig this is. */
  public readonly subject: OidcSubject;
  /** Unused: the stack of calls that made this value. */
  public readonly creationStack: string[] = [];
  private readonly find: () => IClusterTrust[];
  private readonly options: KubeconfigOptions;
  private readonly parts = new Map<IClusterTrust, { stanza: object; declaration: object }>();

  private constructor(subject: OidcSubject, find: () => IClusterTrust[], options: KubeconfigOptions) {
    this.subject = subject;
    this.find = find;
    this.options = options;
  }

  /** The document as an object, whose values may be tokens. */
  public toDocument(): object {
    const trusts = this.find();
    const [first] = trusts;
    if (!first) {
      const { subject, issuedBy } = this.subject;
      throw refusal(`Kubeconfig of ${subject} of "${issuedBy.node.id}": it has no trusts. Make one first.`, "no-trust");
    }
    const names = trusts.map((trust) => trust.targetCluster.node.id);
    return {
      apiVersion: "v1",
      kind: "Config",
      clusters: trusts.map((trust, i) => ({ name: names[i], cluster: this.server(trust.targetCluster) })),
      users: trusts.map((trust, i) => ({
        name: names[i],
        user: { exec: this.part(trust).stanza },
      })),
      contexts: trusts.map((trust, i) => ({
        name: names[i],
        context: {
          cluster: names[i],
          user: names[i],
          ...given("namespace", this.optionsOf(trust.targetCluster).namespace),
          extensions: [{ name: DECLARATION_EXTENSION, extension: this.part(trust).declaration }],
        },
      })),
      "current-context": (this.options.currentContext ?? first.targetCluster).node.id,
    };
  }

  /** Renders JSON, which is YAML too; values that are unknown until apply are filled in by Terraform. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the type of the interface, which jsii wants as it is
  public resolve(_context: IResolveContext): any {
    return jsonDocument(this.toDocument());
  }

  /** The kubeconfig as YAML in block style, as a token. */
  public toYaml(): string {
    return yamlToken(() => [this.toDocument()]);
  }

  /** The kubeconfig's text, as a token. */
  public toString(): string {
    return Token.asString(this);
  }

  /** @internal */
  public _problems(): (string | undefined)[] {
    const trusts = this.find();
    const { currentContext, clusters = [], exec = {} } = this.options;
    const what = `the kubeconfig of ${this.subject.subject}`;
    const targets = trusts.map((trust) => trust.targetCluster);
    const named = [...clusters.map(({ cluster }) => cluster), ...(currentContext ? [currentContext] : [])];
    return [
      ...trusts.map((trust) => this.strangerProblem(trust)),
      ...targets.map((target, i) => nameTwice(target, targets.slice(0, i))),
      ...targets.flatMap((target) => serverProblems(target, this.optionsOf(target), what)),
      ...clusters.map(({ namespace }) => (isLiteral(namespace) ? namespaceProblem("namespace", namespace) : undefined)),
      ...named.map((cluster) =>
        targets.includes(cluster)
          ? undefined
          : problem("cluster", `"${cluster.node.id}" is not in ${what}`, "Make a trust into it, or leave it out"),
      ),
      ...execOptionProblems(exec),
    ];
  }

  private optionsOf(cluster: TargetCluster): ServerOptions & { readonly namespace?: string } {
    const own = this.options.clusters?.find((one) => one.cluster === cluster);
    return { ...own, proxyUrl: own?.proxyUrl ?? this.options.proxyUrl };
  }

  /**
   * The same objects at every call: CDKTF notes references into other stacks at a first pass, by the objects that stand
   * for them, and a trust makes new ones whenever it is asked.
   */
  private part(trust: IClusterTrust): { stanza: object; declaration: object } {
    const known = this.parts.get(trust);
    if (known) return known;
    const stanza = ExecCredential.of(trust, this.options.exec).toKubeconfig();
    const part = { stanza, declaration: declarationOf(trust) };
    this.parts.set(trust, part);
    return part;
  }

  private server(cluster: TargetCluster): object {
    const { tlsServerName, proxyUrl } = this.optionsOf(cluster);
    return {
      server: cluster.endpoint ?? "",
      ...given("certificate-authority-data", cluster.certificateAuthorityData),
      ...given("tls-server-name", tlsServerName),
      ...given("proxy-url", proxyUrl),
    };
  }

  private strangerProblem({ subject: other, targetCluster }: IClusterTrust): string | undefined {
    if (other._identity === this.subject._identity) return undefined;
    return problem(
      "trusts",
      `the trust in "${targetCluster.node.id}" is of "${other._id}", and the first one is of "${this.subject._id}"`,
      "Make a kubeconfig for each subject",
    );
  }
}

/** A field of a document, left out where there is nothing to say. */
function given(name: string, value: string | undefined): object {
  return value ? { [name]: value } : {};
}

/** Contexts are named after the clusters' ids, and so are the files of tokens. */
function nameTwice(target: TargetCluster, before: TargetCluster[]): string | undefined {
  const first = before.find((other) => other.node.id === target.node.id);
  if (!first) return undefined;
  return first === target
    ? problem("trusts", `two trusts are into "${target.node.path}"`, "Leave one of them out")
    : problem(
        "trusts",
        `two clusters have the id "${target.node.id}": ${first.node.path} and ${target.node.path}`,
        "Declare one of them under another id",
      );
}
