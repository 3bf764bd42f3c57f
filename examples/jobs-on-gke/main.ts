/**
 * A supervisor on EKS starts Jobs on GKE, and the Jobs read a bucket: two trusts, and no stored secret. The supervisor may
 * handle Jobs of one namespace, and read no bucket; the Jobs read the bucket as a service account of their own, and reach
 * no cluster.
 *
 *     kubectl create --filename /etc/supervisor/job.json
 *
 * The namespaces "control" on EKS and "batch" on GKE must exist before. A right to create Jobs is a right to act as any
 * service account of the namespace: keep "batch" for these Jobs.
 */
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { App, Fn, TerraformStack } from "cdktf";
import {
  ClusterAccess,
  EksCluster,
  EksToGkeTrust,
  GcpAccess,
  GcpProject,
  GcpTrust,
  GkeCluster,
  Kubeconfig,
  PodWiring,
  SdkConfigMap,
  ServiceAccount,
  SourceServiceAccount,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

/** What `gcloud container clusters describe` prints; neither value is a secret. */
const EURO = {
  endpoint: "https://34.90.12.7",
  certificateAuthorityData: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmV4YW1wbGUKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=",
};

const FILES = "/etc/supervisor";

class JobsOnGke extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const data = GcpProject.fromProvider(
      this,
      "data",
      new GoogleProvider(this, "google", { project: "acme-data", region: "europe-west4" }),
      { projectNumber: "210987654321" },
    );
    const onEks = new KubernetesProvider(this, "west-kubernetes", {
      alias: "west",
      configPath: "~/.kube/config",
      configContext: "west",
    });
    const onGke = new KubernetesProvider(this, "euro-kubernetes", {
      alias: "euro",
      host: EURO.endpoint,
      clusterCaCertificate: Fn.base64decode(EURO.certificateAuthorityData),
      exec: [{ apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" }],
    });
    const west = EksCluster.fromAttributes(this, "west", {
      clusterName: "west",
      region: "us-west-2",
      issuer: "https://oidc.eks.us-west-2.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9",
    });
    const euro = GkeCluster.fromAttributes(this, "euro", {
      legacyAbac: false,
      ...EURO,
      account: data,
      projectId: "acme-data",
      location: "europe-west4",
      clusterName: "euro",
      kubernetesProvider: onGke,
    });

    const supervisor = west.serviceAccount("control", "supervisor");
    const report = euro.serviceAccount("batch", "report");
    const job = this.job(report, data, onGke);
    this.supervisor(supervisor, this.edge(supervisor, euro, onGke), job, onEks);
  }

  /** The edge into the cluster: Jobs of the namespace "batch", and nothing else. */
  private edge(from: ServiceAccount, to: GkeCluster, provider: KubernetesProvider): EksToGkeTrust {
    new RoleV1(this, "job-starter", {
      provider,
      metadata: { name: "job-starter", namespace: "batch" },
      rule: [
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "get", "list", "watch"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      ],
    });
    const access = ClusterAccess.role("job-starter", "batch");
    return new EksToGkeTrust(this, "supervisor-in-euro", { from, to, access });
  }

  /** What the Jobs run as and may read, and the Job itself, which the supervisor creates. */
  private job(report: ServiceAccount, data: GcpProject, kubernetesProvider: KubernetesProvider): object {
    const trust = new GcpTrust(this, "report", {
      from: report,
      to: data,
      access: GcpAccess.readBucket("acme-exports"),
    });
    new SourceServiceAccount(this, "report-account", { serviceAccount: report, kubernetesProvider });
    const sdkFiles = new SdkConfigMap(this, "report-sdk", { namespace: "batch", trusts: [trust], kubernetesProvider });
    const wiring = PodWiring.for(report, [trust], { sdkFiles });
    const container = { name: "report", image: "registry.example.com/report:1", ...wiring.toContainerJson() };
    return {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { generateName: "report-", namespace: "batch" },
      spec: {
        backoffLimit: 2,
        ttlSecondsAfterFinished: 86_400,
        template: { spec: { restartPolicy: "Never", ...wiring.toPodJson(), containers: [container] } },
      },
    };
  }

  /** The supervisor, whose image has kubectl and the exec plugin, with its kubeconfig and the Job. */
  private supervisor(account: ServiceAccount, trust: EksToGkeTrust, job: object, provider: KubernetesProvider): void {
    const { namespace, name } = account;
    new SourceServiceAccount(this, "supervisor-account", { serviceAccount: account, kubernetesProvider: provider });
    const files = new ConfigMapV1(this, "supervisor-files", {
      provider,
      metadata: { name: "supervisor", namespace },
      data: { kubeconfig: Kubeconfig.of([trust]).toString(), "job.json": Fn.jsonencode(job) },
    });
    const wiring = PodWiring.for(account, [trust]);
    const labels = { app: name };
    const container = {
      name,
      image: "registry.example.com/supervisor:1",
      volumeMount: [...wiring.volumeMounts, { name: "files", mountPath: FILES, readOnly: true }],
      env: [...wiring.environment, { name: "KUBECONFIG", value: `${FILES}/kubeconfig` }],
    };
    new DeploymentV1(this, "supervisor", {
      provider,
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            volume: [...wiring.volumes, { name: "files", configMap: { name: files.metadata.name } }],
            container: [container],
          },
        },
      },
    });
  }
}

/** Adds the example's stack to an app. */
export function build(app: App): void {
  new JobsOnGke(app, "jobs-on-gke");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
