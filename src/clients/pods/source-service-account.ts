import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { providerProblem } from "../provider-problem";
import { ServiceAccount } from "../../clusters";
import { isLiteral, problem, refuse } from "../../common";
import { ROLE_ARN_FORM } from "../../vendor/aws/iam";
import { UUID_FORM } from "../../vendor/azure/entra";
import { MIN_TOKEN_SECONDS } from "../../vendor/kubernetes/names";

/** What the clouds' webhooks read from a service account. None is needed for trusts by projected tokens. */
export interface WebhookAnnotations {
  /** EKS: the role that pods assume by IRSA (`EksSourceRole.irsa`). @default - none */
  readonly eksRoleArn?: string;
  /** GKE: the Google service account whose tokens the metadata server gives to pods. @default - none */
  readonly gkeServiceAccountEmail?: string;
  /** Azure Workload Identity: the client id of the identity, a UUID. @default - none */
  readonly azureClientId?: string;
  /** Azure Workload Identity: the tenant of the identity, a UUID. @default - the webhook's own */
  readonly azureTenantId?: string;
  /** How long the webhooks' tokens live: 600 to 86400 seconds, and 3600 at least in Azure. @default - the webhooks' own */
  readonly tokenExpirationSeconds?: number;
}

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
  /** What the clouds' webhooks read. @default - nothing: trusts by projected tokens need no webhook */
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
 * The service account itself, in the source cluster: what its pods run as.
 *
 * Amazon EKS: "Assign IAM roles to Kubernetes service accounts". Google Cloud: "Authenticate to Google Cloud APIs from
 * GKE workloads". Azure Workload Identity: "Service account labels and annotations".
 */
export class SourceServiceAccount extends Construct {
  /** Which service account this is. */
  public readonly serviceAccount: ServiceAccount;
  /** The resource, where a provider was given. */
  public readonly resource?: ServiceAccountV1;
  /** Labels that the pods themselves need for Azure's webhook; empty where it is not used. */
  public readonly podLabels: { [name: string]: string };
  private readonly props: SourceServiceAccountProps;

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
    this.podLabels = props.webhooks?.azureClientId ? { "azure.workload.identity/use": "true" } : {};
    if (props.kubernetesProvider) {
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

  private metadata() {
    const { name, namespace } = this.serviceAccount;
    const annotations = { ...this.props.annotations, ...annotationsOf(this.props.webhooks ?? {}) };
    const { labels } = this.props;
    return {
      name,
      namespace,
      ...(labels ? { labels } : {}),
      ...(Object.keys(annotations).length ? { annotations } : {}),
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
    } = this.props.webhooks ?? {};
    const min = azureClientId ? 3600 : MIN_TOKEN_SECONDS;
    return [
      providerProblem(this, this.props.kubernetesProvider),
      ...serviceAccount._problems(),
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
      seconds !== undefined && !(Number.isInteger(seconds) && seconds >= min && seconds <= 86_400)
        ? problem("tokenExpirationSeconds", `${seconds} is out of range`, `Give ${min} to 86400 seconds`)
        : undefined,
    ];
  }
}

function malformed(property: string, value: string | undefined, pattern: RegExp, what: string): string | undefined {
  if (!isLiteral(value) || pattern.test(value)) return undefined;
  return problem(property, `"${value}" is not ${what}`, `Give ${what}`);
}

function annotationsOf(webhooks: WebhookAnnotations): { [name: string]: string } {
  const { eksRoleArn, gkeServiceAccountEmail, azureClientId, azureTenantId } = webhooks;
  const seconds = webhooks.tokenExpirationSeconds?.toString();
  const annotations = {
    "eks.amazonaws.com/role-arn": eksRoleArn,
    "eks.amazonaws.com/token-expiration": eksRoleArn && seconds,
    "iam.gke.io/gcp-service-account": gkeServiceAccountEmail,
    "azure.workload.identity/client-id": azureClientId,
    "azure.workload.identity/tenant-id": azureTenantId,
    "azure.workload.identity/service-account-token-expiration": azureClientId && seconds,
  };
  return Object.fromEntries(Object.entries(annotations).filter((entry): entry is [string, string] => !!entry[1]));
}
