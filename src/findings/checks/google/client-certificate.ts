import { Check } from "../check";
import { blocks, text } from "../../../simulator";
import { blocksOf, resourcesOf } from "../support/arguments";

export const clientCertificate: Check = {
  code: "gke-client-certificate",
  severity: "medium",
  title: "A cluster issues a client certificate",
  gain: "An attacker who reads the certificate in this configuration's state bypasses IAM until the cluster's certificate authority is rotated.",
  fix: "Set issue_client_certificate to false; IAM identities need no client certificate.",
  page: "https://cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication",
  find: (world) =>
    resourcesOf(world, ["google_container_cluster"])
      .filter((resource) =>
        blocksOf(resource, "master_auth").some(({ client_certificate_config: config }) =>
          blocks(config).some(({ issue_client_certificate: issues }) => text(issues) === "true"),
        ),
      )
      .map((resource) => ({ resource, argument: "master_auth", reason: "issue_client_certificate is true" })),
};
