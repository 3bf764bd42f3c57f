import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { IKubernetesObjects } from "../manifests/kubernetes-manifests";
import { refuseClientCircle } from "../client-circle";
import { providerProblem } from "../provider-problem";
import { ITrust } from "../i-trust";
import { webhookServiceAnnotations } from "./service-declarations";
import { annotationsOf, WebhookRoute, webhookRoute, webhookRouteProblems } from "./webhook-annotations";
import { WebhookAnnotations } from "./webhook-options";
import { yamlToken } from "../yaml-document";
import { ServiceAccount } from "../../clusters";
import { annotationProblems, labelProblems } from "../../clusters/kubernetes-metadata";
import { isLiteral, problem, refuse } from "../../common";
import { ROLE_ARN_FORM } from "../../vendor/aws/iam";
import { UUID_FORM } from "../../vendor/azure/entra";
import { MIN_TOKEN_SECONDS } from "../../vendor/kubernetes/names";
import { AZURE_POD_LABEL, AZURE_TOKEN_SECONDS } from "../../vendor/webhooks/azure";

/** What a service account of the source cluster is made from. */
export interface SourceServiceAccountProps {
  /** Which one. */
  readonly serviceAccount: ServiceAccount;
  /**
   * The Kubernetes provider of the source cluster.
   *
   * @default - no resource is made: apply `toManifest()` by other means
   */
  readonly kubernetesProvider?: KubernetesProvider;
  /**
   * Trusts of this service account into cloud accounts that its pods use by webhook instead of `PodWiring`: their
   * annotations are written, and one more that tells `trust-mesh lab` what the pods are promised. At most one role of AWS
   * and one identity of Azure. GKE's own pool needs no annotation; federated trusts into Google Cloud are refused, because
   * Google has no webhook for other clusters.
   *
   * @default - none
   */
  readonly trusts?: ITrust[];
  /** What the clouds' webhooks read, where no trust tells it. @default - nothing: trusts by projected tokens need no webhook */
  readonly webhooks?: WebhookAnnotations;
  /**
   * Whether pods get the default token for their own API server, unless they say otherwise. Argo CD needs it; a pod that
   * acts in other clusters alone does not.
   *
   * @default false
   */
  readonly automountServiceAccountToken?: boolean;
  /** More labels. @default - none */
  readonly labels?: { [name: string]: string };
  /** More annotations. @default - none */
  readonly annotations?: { [name: string]: string };
}

/**
 * The service account itself, in the source cluster: what its pods run as. Create it before the pods: a webhook that has not
 * seen it leaves them as they are.
 *
 * Amazon EKS: "Assign IAM roles to Kubernetes service accounts". Google Cloud: "Authenticate to Google Cloud APIs from
 * GKE workloads". Azure Workload Identity: "Service account labels and annotations".
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @see https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 *
 * @example
 *
 * const account = new SourceServiceAccount(this, "loader", { serviceAccount: loader, trusts, kubernetesProvider });
 * const podLabels = { app: "loader", ...account.podLabels };
 */
export class SourceServiceAccount extends Construct implements IKubernetesObjects {
  /** Which service account this is. */
  public readonly serviceAccount: ServiceAccount;
  /** The resource, where a provider was given. */
  public readonly resource?: ServiceAccountV1;
  /** Labels that the pods themselves need for Azure's webhook; empty where it is not used. */
  public readonly podLabels: { [name: string]: string };
  private readonly props: SourceServiceAccountProps;
  private readonly route: WebhookRoute;
  private readonly webhooks: WebhookAnnotations;

  /**
   * Makes the service account; limits that are known at synth fail synth.
   *
   * @param scope where the construct lives; its stack must be the one of the provider
   * @param id the construct's id
   * @param props what it is made from
   */
  public constructor(scope: Construct, id: string, props: SourceServiceAccountProps) {
    super(scope, id);
    this.props = props;
    this.serviceAccount = props.serviceAccount;
    this.route = webhookRoute(props.trusts ?? []);
    this.webhooks = { ...this.route.webhooks, ...props.webhooks };
    this.podLabels = this.webhooks.azureClientId ? { [AZURE_POD_LABEL]: "true" } : {};
    if (props.kubernetesProvider) {
      refuseClientCircle(this, "trusts", Object.values(this.own()));
      this.resource = new ServiceAccountV1(this, "service-account", {
        provider: props.kubernetesProvider,
        metadata: this.metadata(),
        automountServiceAccountToken: props.automountServiceAccountToken ?? false,
      });
    }
    refuse(this, () => this.problems());
  }

  /** The service account as a manifest, in plain JSON; values may be tokens. */
  public toManifest(): object {
    return {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: this.metadata(),
      automountServiceAccountToken: this.props.automountServiceAccountToken ?? false,
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

  private metadata() {
    const { name, namespace } = this.serviceAccount;
    const annotations = { ...this.props.annotations, ...this.own() };
    const { labels } = this.props;
    return {
      name,
      namespace,
      ...(labels ? { labels } : {}),
      ...(Object.keys(annotations).length ? { annotations } : {}),
    };
  }

  private own(): { [name: string]: string } {
    return {
      ...annotationsOf(this.webhooks, this.route.awsAudience),
      ...webhookServiceAnnotations(this.props.trusts ?? []),
    };
  }

  private problems(): (string | undefined)[] {
    const { serviceAccount } = this;
    const {
      eksRoleArn,
      gkeServiceAccountEmail,
      azureClientId,
      azureTenantId,
      tokenExpirationSeconds: seconds,
    } = this.webhooks;
    const { annotations = {}, labels, trusts = [], webhooks = {} } = this.props;
    const own = Object.keys(this.own()).filter((name) => name in annotations);
    const min = azureClientId ? AZURE_TOKEN_SECONDS.min : MIN_TOKEN_SECONDS;
    return [
      providerProblem(this, this.props.kubernetesProvider),
      ...serviceAccount._problems(),
      ...labelProblems("labels", labels),
      ...annotationProblems("annotations", { ...annotations, ...this.own() }),
      ...own.map((name) =>
        problem("annotations", `"${name}" is written by trusts or webhooks`, "Leave it out", "webhook-twice"),
      ),
      ...webhookRouteProblems(serviceAccount, trusts, webhooks),
      serviceAccount.isPattern
        ? problem("serviceAccount", "stands for a whole namespace", "Give a single service account")
        : undefined,
      malformed("eksRoleArn", eksRoleArn, ROLE_ARN_FORM, "a role's ARN"),
      malformed(
        "gkeServiceAccountEmail",
        gkeServiceAccountEmail,
        /^\S+@\S+\.\S+$/,
        "a Google service account's e-mail",
      ),
      malformed("azureClientId", azureClientId, UUID_FORM, "a UUID"),
      malformed("azureTenantId", azureTenantId, UUID_FORM, "a UUID"),
      azureTenantId && !azureClientId
        ? problem("azureTenantId", "means nothing without azureClientId", "Give both")
        : undefined,
      seconds !== undefined && !(Number.isInteger(seconds) && seconds >= min && seconds <= AZURE_TOKEN_SECONDS.max)
        ? problem("tokenExpirationSeconds", `${seconds} is out of range`, `Give ${min} to 86400 seconds`)
        : undefined,
    ];
  }
}

function malformed(property: string, value: string | undefined, pattern: RegExp, what: string): string | undefined {
  if (!isLiteral(value) || pattern.test(value)) return undefined;
  return problem(property, `"${value}" is not ${what}`, `Give ${what}`);
}
