import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { declarationOf } from "../exec/declaration";
import { ExecCredential, ExecCredentialOptions } from "../exec/exec-credential";
import { IClusterTrust } from "../i-cluster-trust";
import { jsonDocument } from "../json-document";
import { IKubernetesObjects } from "../manifests/kubernetes-manifests";
import { execOptionProblems } from "../exec/exec-option-problems";
import { serverProblems } from "../exec/server-problems";
import { providerProblem } from "../provider-problem";
import { ServerOptions } from "../exec/server-options";
import { yamlToken } from "../yaml-document";
import { TargetCluster } from "../../clusters";
import { annotationProblems, labelProblems } from "../../clusters/kubernetes-metadata";
import { namespaceProblem, serviceAccountNameProblem } from "../../clusters/kubernetes-names";
import { fittedName, isLiteral, problem, refuse, resolved, refusal } from "../../common";
import { DECLARATIONS_ANNOTATION } from "../../trust-declaration";
import { ARGO_CD_CLUSTER, ARGO_CD_SECRET_TYPE } from "../../vendor/kubernetes/argo-cd";
import { DNS_LABEL, MAX_DNS_LABEL } from "../../vendor/kubernetes/names";

/** What an Argo CD cluster is made from. */
export interface ArgoCdClusterSecretProps extends ServerOptions {
  /**
   * The trusts of Argo CD's service accounts in ONE cluster. Argo CD has one exec stanza for all its components, so the
   * trusts must lead to the same role, pool provider or identity: give them a common `role` or `identity`.
   */
  readonly trusts: IClusterTrust[];
  /**
   * The Kubernetes provider of the cluster that Argo CD runs in.
   *
   * @default - no resource is made: apply `toManifest()` by other means
   */
  readonly kubernetesProvider?: KubernetesProvider;
  /** The namespace of Argo CD. @default "argocd" */
  readonly namespace?: string;
  /** The secret's name. @default - "cluster-" and the target's construct id */
  readonly secretName?: string;
  /** The cluster's name in Argo CD. @default - the target's construct id */
  readonly clusterName?: string;
  /** Labels, which cluster generators of ApplicationSets select by. @default - none but Argo CD's own */
  readonly labels?: { [name: string]: string };
  /** Annotations, which cluster generators can use as values. @default - none */
  readonly annotations?: { [name: string]: string };
  /** The only project that may deploy to the cluster. @default - every project */
  readonly project?: string;
  /** The only namespaces that Argo CD looks at in the cluster. @default - all, and objects of the cluster */
  readonly namespaces?: string[];
  /** Whether Argo CD looks at objects of the cluster too, beside `namespaces`. @default false */
  readonly clusterResources?: boolean;
  /** How the exec stanza is shaped. @default - the defaults of ExecCredentialOptions */
  readonly exec?: ExecCredentialOptions;
}

/**
 * A cluster of Argo CD, as the secret that declares it. It is a Secret because Argo CD wants one; no secret is in it.
 *
 * Argo CD documentation: "Declarative Setup", section "Clusters".
 */
export class ArgoCdClusterSecret extends Construct implements IKubernetesObjects {
  /** The cluster that Argo CD deploys to. */
  public readonly targetCluster: TargetCluster;
  /** The secret's name. */
  public readonly secretName: string;
  /** The namespace of Argo CD. */
  public readonly namespace: string;
  /** The resource, where a provider was given. */
  public readonly secret?: SecretV1;
  private readonly props: ArgoCdClusterSecretProps;
  private declarations?: string;

  /**
   * Makes the secret; limits that are known at synth fail synth.
   *
   * @param scope where the construct lives; its stack must be the one of the provider
   * @param id the construct's id
   * @param props what the cluster is made from
   * @throws if there are no trusts
   */
  public constructor(scope: Construct, id: string, props: ArgoCdClusterSecretProps) {
    super(scope, id);
    const [first] = props.trusts;
    if (!first) throw refusal(`${this.node.path} trusts: is empty. Give at least one trust.`, "trusts");
    this.props = props;
    this.targetCluster = first.targetCluster;
    this.namespace = props.namespace ?? "argocd";
    this.secretName = props.secretName ?? defaultName(this.targetCluster);
    if (props.kubernetesProvider) {
      const { secretName: name, namespace } = this;
      // Accesses and roles may be added after the secret. References into other stacks must stay the same objects.
      const declared = Lazy.stringValue({ produce: () => (this.declarations ??= this.declared()) });
      const annotations = { ...props.annotations, [DECLARATIONS_ANNOTATION]: declared };
      this.secret = new SecretV1(this, "secret", {
        provider: props.kubernetesProvider,
        metadata: { name, namespace, labels: this.labels(), annotations },
        type: "Opaque",
        data: this.data(),
      });
    }
    refuse(this, () => this.problems());
  }

  /** The secret as a manifest, in plain JSON; values may be tokens. */
  public toManifest(): object {
    const { secretName: name, namespace } = this;
    return {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace, labels: this.labels(), annotations: this.annotations() },
      type: "Opaque",
      stringData: this.data(),
    };
  }

  /** The manifest in an array, for `KubernetesManifests`. */
  public toManifests(): object[] {
    return [this.toManifest()];
  }

  /** The manifest as YAML text; values that are unknown until apply are filled in by Terraform. */
  public toYaml(): string {
    return yamlToken(() => this.toManifests());
  }

  private labels(): { [name: string]: string } {
    return { ...this.props.labels, [ARGO_CD_SECRET_TYPE]: ARGO_CD_CLUSTER };
  }

  /** Beside those asked for, who acts and with what access: `trust-mesh lab` tries that. */
  private annotations(): { [name: string]: string } {
    return { ...this.props.annotations, [DECLARATIONS_ANNOTATION]: this.declared() };
  }

  private declared(): string {
    return jsonDocument(this.props.trusts.map(declarationOf));
  }

  private data(): { [name: string]: string } {
    const { targetCluster } = this;
    const { clusterName, project, namespaces, clusterResources } = this.props;
    return {
      name: clusterName ?? targetCluster.node.id,
      server: targetCluster.endpoint ?? "",
      config: jsonDocument(this.config()),
      ...(project ? { project } : {}),
      ...(namespaces ? { namespaces: namespaces.join(",") } : {}),
      ...(clusterResources ? { clusterResources: "true" } : {}),
    };
  }

  private config(): object {
    const { trusts, exec, tlsServerName, proxyUrl } = this.props;
    const caData = this.targetCluster.certificateAuthorityData;
    return {
      execProviderConfig: ExecCredential.of(trusts[0], exec).toArgoCd(),
      tlsClientConfig: {
        insecure: false,
        ...(tlsServerName ? { serverName: tlsServerName } : {}),
        ...(caData ? { caData } : {}),
      },
      ...(proxyUrl ? { proxyUrl } : {}),
    };
  }

  private problems(): (string | undefined)[] {
    const { trusts, namespaces, clusterResources, labels = {}, annotations = {}, exec = {} } = this.props;
    const strangers = trusts.filter(({ targetCluster }) => targetCluster !== this.targetCluster);
    const what = `the Argo CD cluster "${this.node.path}"`;
    return [
      providerProblem(this, this.props.kubernetesProvider),
      this.props.kubernetesProvider && this.props.kubernetesProvider === this.targetCluster.kubernetesProvider
        ? problem(
            "kubernetesProvider",
            `is the one of "${this.targetCluster.node.id}" itself, and Argo CD would never see the secret there`,
            "Give the provider of the cluster that Argo CD runs in",
          )
        : undefined,
      namespaceProblem("namespace", this.namespace),
      serviceAccountNameProblem("secretName", this.secretName),
      ...serverProblems(this.targetCluster, this.props, what),
      ...execOptionProblems(exec),
      ...strangers.map(({ targetCluster: { node } }) =>
        problem(
          "trusts",
          `one is in "${node.id}", and the first one is in "${this.targetCluster.node.id}"`,
          "Make a secret for each cluster",
        ),
      ),
      ...(strangers.length ? [] : trusts.slice(1).map((trust) => this.differenceFrom(trust))),
      ...labelProblems("labels", labels),
      ...annotationProblems("annotations", annotations),
      DECLARATIONS_ANNOTATION in annotations
        ? problem("annotations", `"${DECLARATIONS_ANNOTATION}" is this library's own`, "Leave it out")
        : undefined,
      ARGO_CD_SECRET_TYPE in labels
        ? problem("labels", `"${ARGO_CD_SECRET_TYPE}" is Argo CD's own`, "Leave it out")
        : undefined,
      namespaces?.length === 0
        ? problem("namespaces", "is empty, and Argo CD takes that for all", "Leave it out, or name namespaces")
        : undefined,
      ...(namespaces ?? []).filter(isLiteral).map((namespace) => namespaceProblem("namespaces", namespace)),
      clusterResources && !namespaces
        ? problem("clusterResources", "means nothing without namespaces", "Leave it out: Argo CD looks at them anyway")
        : undefined,
    ];
  }

  /** All components run what the first trust's stanza says. */
  private differenceFrom(trust: IClusterTrust): string | undefined {
    const [first] = this.props.trusts;
    const [a, b] = [first, trust].map((one) => JSON.stringify(resolved(this, ExecCredential.of(one).args)));
    if (a === b) return undefined;
    return problem(
      "trusts",
      `those of "${first.subject._id}" and "${trust.subject._id}" need different exec stanzas, and Argo CD has one for all its components`,
      "Give the trusts a common role or identity",
    );
  }
}

function defaultName({ node }: TargetCluster): string {
  if (DNS_LABEL.test(node.id)) return `cluster-${node.id}`;
  return fittedName(["cluster", node.id], node.id, MAX_DNS_LABEL);
}
