import { iamRoleAllows, permissionOf } from "../../../src/simulator/google/roles";
import { objects } from "../support/kubernetes";

/**
 * What IAM roles permit inside every cluster of a project.
 *
 * Google Cloud documentation: "Google Kubernetes Engine roles and permissions".
 */
const ROLES = ["viewer", "developer", "admin"].map((name) => `roles/container.${name}`);

describe("a role for Kubernetes Engine", () => {
  it.each([
    // words, then viewer, developer, admin
    ["list pods in ns", true, true, true],
    ["watch pods in ns", true, true, true],
    ["get pods/status a in ns", true, true, true],
    ["get deployments/scale.apps a in ns", true, true, true],
    ["list nodes", true, true, true],
    ["list namespaces", true, true, true],
    ["list roles.rbac.authorization.k8s.io in ns", true, true, true],
    ["list clusterrolebindings.rbac.authorization.k8s.io", true, true, true],
    ["list mutatingwebhookconfigurations.admissionregistration.k8s.io", true, true, true],
    ["list customresourcedefinitions.apiextensions.k8s.io", true, true, true],
    ["list widgets.example.com in ns", true, true, true],
    ["create tokenreviews.authentication.k8s.io", true, true, true],
    ["create subjectaccessreviews.authorization.k8s.io", false, true, true],
    ["get pods/log a in ns", false, true, true],
    ["create pods/exec a in ns", false, true, true],
    ["get pods/exec a in ns", false, true, true],
    ["get services/proxy a in ns", false, true, true],
    ["get secrets a in ns", false, true, true],
    ["list secrets in ns", false, true, true],
    ["create secrets in ns", false, true, true],
    ["create pods in ns", false, true, true],
    ["patch deployments.apps a in ns", false, true, true],
    ["deletecollection pods in ns", false, true, true],
    ["create serviceaccounts/token a in ns", false, true, true],
    ["create namespaces", false, true, true],
    ["create widgets.example.com in ns", false, true, true],
    ["create customresourcedefinitions.apiextensions.k8s.io", false, true, true],
    ["create roles.rbac.authorization.k8s.io in ns", false, false, true],
    ["patch clusterroles.rbac.authorization.k8s.io a", false, false, true],
    ["delete clusterrolebindings.rbac.authorization.k8s.io a", false, false, true],
    ["create validatingwebhookconfigurations.admissionregistration.k8s.io", false, false, true],
    ["create controllerrevisions.apps in ns", false, false, true],
    ["update certificatesigningrequests.certificates.k8s.io a", false, true, true],
    ["update certificatesigningrequests/approval.certificates.k8s.io a", false, false, true],
    ["bind roles.rbac.authorization.k8s.io a in ns", false, false, true],
    ["escalate clusterroles.rbac.authorization.k8s.io a", false, false, true],
    ["impersonate serviceaccounts a in ns", false, false, true],
  ])("permits to %s: viewer %p, developer %p, admin %p", (words, ...expected) => {
    expect(ROLES.map((role) => iamRoleAllows(role, objects(words)))).toEqual(expected);
  });

  it.each(["roles/container.clusterViewer", "roles/container.clusterAdmin"])("%s permits nothing inside", (role) => {
    for (const words of ["list pods in ns", "get namespaces a in a", "list nodes", "create pods in ns"]) {
      expect(iamRoleAllows(role, objects(words))).toBe(false);
    }
  });

  it.each(["projects/acme-euro/roles/own", "roles/container.hostServiceAgentUser", ""])(
    "%s is not known to permit anything",
    (role) => {
      expect(iamRoleAllows(role, objects("list pods in ns"))).toBeUndefined();
    },
  );
});

describe("a refusal's permission", () => {
  it.each([
    ["list pods", "container.pods.list"],
    ["get pods a in ns", "container.pods.get"],
    ["watch pods in ns", "container.pods.list"],
    ["create jobs.batch in ns", "container.jobs.create"],
    ["patch namespaces a in a", "container.namespaces.update"],
    ["patch clusterroles.rbac.authorization.k8s.io a", "container.clusterRoles.update"],
    ["create clusterrolebindings.rbac.authorization.k8s.io", "container.clusterRoleBindings.create"],
    ["delete deployments.apps a in ns", "container.deployments.delete"],
    ["delete deployments.extensions a in ns", "container.deployments.delete"],
    ["deletecollection configmaps in ns", "container.configMaps.delete"],
    ["get pods/status a in ns", "container.pods.getStatus"],
    ["patch deployments/scale.apps a in ns", "container.deployments.updateScale"],
    ["get pods/log a in ns", "container.pods.getLogs"],
    ["create pods/exec a in ns", "container.pods.exec"],
    ["create pods/portforward a in ns", "container.pods.portForward"],
    ["create pods/eviction a in ns", "container.pods.evict"],
    ["create serviceaccounts/token a in ns", "container.serviceAccounts.createToken"],
    ["get services/proxy a in ns", "container.services.proxy"],
    ["get nodes/proxy a", "container.nodes.proxy"],
    ["update namespaces/finalize a in a", "container.namespaces.finalize"],
    ["create deployments/rollback.extensions a in ns", "container.deployments.rollback"],
    ["list endpointslices.discovery.k8s.io in ns", "container.endpointSlices.list"],
    ["list customresourcedefinitions.apiextensions.k8s.io", "container.customResourceDefinitions.list"],
    ["list storageclasses.storage.k8s.io", "container.storageClasses.list"],
    ["list priorityclasses.scheduling.k8s.io", "container.priorityClasses.list"],
    ["update leases.coordination.k8s.io a in ns", "container.leases.update"],
    ["get mutatingwebhookconfigurations.admissionregistration.k8s.io a", "container.mutatingWebhookConfigurations.get"],
    ["bind roles.rbac.authorization.k8s.io a in ns", "container.roles.bind"],
    ["delete authorizationpolicies.security.istio.io a in ns", "container.thirdPartyObjects.delete"],
    ["list horizontalpodautoscalers.autoscaling in ns", "container.horizontalPodAutoscalers.list"],
  ])("for %j is %s", (words, permission) => {
    expect(permissionOf(objects(words))).toBe(permission);
  });
});
