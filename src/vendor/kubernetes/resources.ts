/**
 * What API servers serve without extensions, and what they only authorize, by API group: each resource with its subresources.
 * Extensions have groups with a dot in them, and none of these.
 *
 * Kubernetes API reference, 1.34, with the resources of older and of optional versions that roles still name; "Kubelet
 * authentication/authorization" for the subresources of nodes, "User impersonation" for users, groups, uids and userextras.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
const RESOURCES: Readonly<Record<string, string>> = {
  "": `bindings componentstatuses configmaps endpoints/restricted events groups limitranges namespaces/finalize/status
    nodes/checkpoint/configz/healthz/log/metrics/pods/proxy/spec/stats/status persistentvolumeclaims/status persistentvolumes/status
    pods/attach/binding/ephemeralcontainers/eviction/exec/log/portforward/proxy/resize/status podtemplates
    replicationcontrollers/scale/status resourcequotas/status secrets serviceaccounts/token services/proxy/status userextras users`,
  "admissionregistration.k8s.io": `mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations
    validatingadmissionpolicies/status validatingadmissionpolicybindings validatingwebhookconfigurations`,
  "apiextensions.k8s.io": "customresourcedefinitions/status",
  "apiregistration.k8s.io": "apiservices/status",
  apps: "controllerrevisions daemonsets/status deployments/rollback/scale/status replicasets/scale/status statefulsets/scale/status",
  "authentication.k8s.io": "groups nodes selfsubjectreviews serviceaccounts tokenreviews uids userextras users",
  "authorization.k8s.io":
    "localsubjectaccessreviews selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews",
  autoscaling: "horizontalpodautoscalers/status",
  batch: "cronjobs/status jobs/status",
  "certificates.k8s.io": `certificatesigningrequests/approval/nodeclient/selfnodeclient/status clustertrustbundles
    podcertificaterequests/status signers`,
  "coordination.k8s.io": "leasecandidates leases",
  "discovery.k8s.io": "endpointslices/restricted",
  "events.k8s.io": "events",
  extensions: `daemonsets/status deployments/rollback/scale/status ingresses/status networkpolicies podsecuritypolicies
    replicasets/scale/status replicationcontrollers/scale`,
  "flowcontrol.apiserver.k8s.io": "flowschemas/status prioritylevelconfigurations/status",
  "internal.apiserver.k8s.io": "storageversions/status",
  "networking.k8s.io": "ingressclasses ingresses/status ipaddresses networkpolicies/status servicecidrs/status",
  "node.k8s.io": "runtimeclasses",
  policy: "poddisruptionbudgets/status podsecuritypolicies",
  "rbac.authorization.k8s.io": "clusterrolebindings clusterroles rolebindings roles",
  "resource.k8s.io": `deviceclasses devicetaintrules/status podschedulingcontexts/status resourceclaims/binding/driver/status
    resourceclaimtemplates resourceclasses resourceslices`,
  "scheduling.k8s.io": "priorityclasses workloads",
  "storage.k8s.io": `csidrivers csinodes csistoragecapacities storageclasses volumeattachments/status
    volumeattributesclasses`,
  "storagemigration.k8s.io": "storageversionmigrations/status",
};

/** The subresources of each built-in resource, by API group and resource. */
export const BUILT_IN_RESOURCES: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = new Map(
  Object.entries(RESOURCES).map(([group, words]) => [
    group,
    new Map(
      words.split(/\s+/).map((word) => {
        const [resource, ...subresources] = word.split("/");
        return [resource, subresources];
      }),
    ),
  ]),
);
