/**
 * A cluster in a data centre, whose issuer Google cannot reach, acts in a GKE cluster: its public keys are uploaded.
 * The same service account acts in an EKS cluster by a second, public cluster's issuer.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  ClusterAccess,
  EksCluster,
  GcpImpersonation,
  GkeCluster,
  Kubeconfig,
  OidcCluster,
  OidcToEksTrust,
  OidcToGkeTrust,
} from "cdktf-trust-mesh";
import { Construct } from "constructs";

/** What `kubectl get --raw /openid/v1/jwks` prints in the data centre: public keys. */
const DATA_CENTRE_KEYS = JSON.stringify({
  keys: [
    {
      use: "sig",
      kty: "RSA",
      kid: "3J1kTzWnVxq0bR8hXcY5dL2mPaQe7sUf",
      alg: "RS256",
      n: "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u-qKhbwKfBstIs-bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW_VDL5AaWTg0nLVkjRo9z-40RQzuVaE8AkAFmxZzow3x-VJYKdjykkJ0iT9wCS0DRTXu269V264Vf_3jvredZiKRkgwlL9xNAwxXFg0x_XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC-9aGVd-Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmw",
      e: "AQAB",
    },
  ],
});

class SelfManagedSource extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    const dataCentre = OidcCluster.fromAttributes(this, "data-centre", {
      issuer: "https://kubernetes.default.svc.dc1.acme.internal",
      jwks: DATA_CENTRE_KEYS,
    });
    const edge = OidcCluster.fromAttributes(this, "edge", { issuer: "https://oidc.acme.example/clusters/edge" });

    const euro = GkeCluster.fromAttributes(this, "euro", {
      legacyAbac: false,
      projectId: "acme-euro",
      projectNumber: "210987654321",
      location: "europe-west4",
      clusterName: "euro",
      endpoint: "https://34.90.12.7",
      googleProvider: new GoogleProvider(this, "google", { project: "acme-euro" }),
      kubernetesProvider: new KubernetesProvider(this, "euro-kubernetes", {
        alias: "euro",
        host: "https://34.90.12.7",
        exec: [{ apiVersion: "client.authentication.k8s.io/v1beta1", command: "gke-gcloud-auth-plugin" }],
      }),
    });
    const west = EksCluster.fromAttributes(this, "west", {
      authenticationMode: "API",
      clusterName: "west",
      region: "us-west-2",
      endpoint: "https://0A1B2C3D4E5F60718293A4B5C6D7E8F9.gr7.us-west-2.eks.amazonaws.com",
      awsProvider: new AwsProvider(this, "aws", { region: "us-west-2" }),
    });

    const backup = new OidcToGkeTrust(this, "backup-in-euro", {
      from: dataCentre.serviceAccount("velero", "velero"),
      to: euro,
      access: ClusterAccess.role("velero-reader", "payments"),
      impersonation: GcpImpersonation.newServiceAccount("velero-dc1"),
    });
    const agent = new OidcToEksTrust(this, "agent-in-west", {
      from: edge.serviceAccount("agents", "collector"),
      to: west,
      access: ClusterAccess.view("telemetry").viaCloudPolicy(),
      roleName: "edge-collector",
      maxSessionSeconds: 3600,
    });

    new TerraformOutput(this, "backup-user", { value: backup.kubernetesUser });
    new TerraformOutput(this, "agent-role", { value: agent.roleArn });
    new TerraformOutput(this, "backup-kubeconfig", { value: Kubeconfig.of([backup]) });
    new TerraformOutput(this, "agent-kubeconfig", { value: Kubeconfig.of([agent]) });
  }
}

/** Adds the example's stacks to an app. */
export function build(app: App): void {
  new SelfManagedSource(app, "self-managed-source");
}

if (require.main === module) {
  const app = new App();
  build(app);
  app.synth();
}
