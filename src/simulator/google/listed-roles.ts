const CLUSTERS = `container.clusters.connect container.clusters.get container.clusters.list resourcemanager.projects.get
  resourcemanager.projects.list`;

/**
 * What further roles of Google's own permit that people grant to pods, beside those on the services that are simulated.
 *
 * Source: iann0036/iam-dataset, `gcp/roles/*.json`, which lists `includedPermissions` as the IAM API answers them; read on 2026-11-29.
 * `container.clusterViewer` and `storage.bucketViewer` by Google Cloud's "IAM roles and permissions index". The lists are of several
 * dates: a permission that none of them names is not known of any.
 *
 * @see https://github.com/iann0036/iam-dataset/tree/main/gcp/roles
 * @see https://docs.cloud.google.com/iam/docs/roles-permissions
 */
const LISTED: Readonly<Record<string, string>> = {
  "roles/artifactregistry.reader": `artifactregistry.dockerimages.get artifactregistry.dockerimages.list
    artifactregistry.files.get artifactregistry.files.list artifactregistry.locations.get artifactregistry.locations.list
    artifactregistry.mavenartifacts.get artifactregistry.mavenartifacts.list artifactregistry.npmpackages.get
    artifactregistry.npmpackages.list artifactregistry.packages.get artifactregistry.packages.list
    artifactregistry.projectsettings.get artifactregistry.pythonpackages.get artifactregistry.pythonpackages.list
    artifactregistry.repositories.downloadArtifacts artifactregistry.repositories.get artifactregistry.repositories.list
    artifactregistry.repositories.listEffectiveTags artifactregistry.repositories.listTagBindings
    artifactregistry.repositories.readViaVirtualRepository artifactregistry.tags.get artifactregistry.tags.list
    artifactregistry.versions.get artifactregistry.versions.list`,
  "roles/artifactregistry.writer": `artifactregistry.aptartifacts.create artifactregistry.dockerimages.get
    artifactregistry.dockerimages.list artifactregistry.files.download artifactregistry.files.get artifactregistry.files.list
    artifactregistry.files.update artifactregistry.kfpartifacts.create artifactregistry.locations.get
    artifactregistry.locations.list artifactregistry.mavenartifacts.get artifactregistry.mavenartifacts.list
    artifactregistry.npmpackages.get artifactregistry.npmpackages.list artifactregistry.packages.get
    artifactregistry.packages.list artifactregistry.packages.update artifactregistry.projectsettings.get
    artifactregistry.pythonpackages.get artifactregistry.pythonpackages.list
    artifactregistry.repositories.downloadArtifacts artifactregistry.repositories.get artifactregistry.repositories.list
    artifactregistry.repositories.listEffectiveTags artifactregistry.repositories.listTagBindings
    artifactregistry.repositories.readViaVirtualRepository artifactregistry.repositories.uploadArtifacts
    artifactregistry.tags.create artifactregistry.tags.get artifactregistry.tags.list artifactregistry.tags.update
    artifactregistry.versions.get artifactregistry.versions.list artifactregistry.yumartifacts.create`,
  "roles/bigtable.reader": `bigtable.appProfiles.get bigtable.appProfiles.list bigtable.backups.get bigtable.backups.list
    bigtable.clusters.get bigtable.clusters.list bigtable.instances.get bigtable.instances.list bigtable.keyvisualizer.get
    bigtable.keyvisualizer.list bigtable.locations.list bigtable.tables.checkConsistency
    bigtable.tables.generateConsistencyToken bigtable.tables.get bigtable.tables.list bigtable.tables.readRows
    bigtable.tables.sampleRowKeys monitoring.metricDescriptors.get monitoring.metricDescriptors.list
    monitoring.timeSeries.list resourcemanager.projects.get`,
  "roles/bigtable.user": `bigtable.appProfiles.get bigtable.appProfiles.list bigtable.backups.get bigtable.backups.list
    bigtable.clusters.get bigtable.clusters.list bigtable.instances.get bigtable.instances.list bigtable.keyvisualizer.get
    bigtable.keyvisualizer.list bigtable.locations.list bigtable.tables.checkConsistency
    bigtable.tables.generateConsistencyToken bigtable.tables.get bigtable.tables.list bigtable.tables.mutateRows
    bigtable.tables.readRows bigtable.tables.sampleRowKeys monitoring.metricDescriptors.get
    monitoring.metricDescriptors.list monitoring.timeSeries.list resourcemanager.projects.get`,
  "roles/browser": `resourcemanager.folders.get resourcemanager.folders.list resourcemanager.organizations.get
    resourcemanager.projects.get resourcemanager.projects.getIamPolicy resourcemanager.projects.list`,
  "roles/cloudfunctions.invoker": "cloudfunctions.functions.invoke",
  "roles/cloudprofiler.agent": "cloudprofiler.profiles.create cloudprofiler.profiles.update",
  "roles/cloudsql.client": "cloudsql.instances.connect cloudsql.instances.get",
  "roles/cloudsql.instanceUser": "cloudsql.instances.get cloudsql.instances.login",
  "roles/cloudtasks.enqueuer": `cloudtasks.tasks.create cloudtasks.tasks.fullView resourcemanager.projects.get
    resourcemanager.projects.list`,
  "roles/cloudtrace.agent": "cloudtrace.traces.patch",
  "roles/container.clusterViewer": CLUSTERS,
  "roles/container.nodeServiceAccount": `autoscaling.sites.writeMetrics logging.logEntries.create
    monitoring.metricDescriptors.create monitoring.metricDescriptors.list monitoring.timeSeries.create
    resourcemanager.projects.get resourcemanager.projects.list serviceusage.services.use storage.objects.get
    storage.objects.list`,
  "roles/dataproc.worker": `dataproc.agents.create dataproc.agents.delete dataproc.agents.get dataproc.agents.list
    dataproc.agents.update dataproc.tasks.lease dataproc.tasks.listInvalidatedLeases dataproc.tasks.reportStatus
    logging.logEntries.create logging.logEntries.route monitoring.metricDescriptors.create monitoring.metricDescriptors.get
    monitoring.metricDescriptors.list monitoring.monitoredResourceDescriptors.get
    monitoring.monitoredResourceDescriptors.list monitoring.timeSeries.create storage.buckets.get
    storage.managedFolders.create storage.managedFolders.delete storage.managedFolders.get storage.managedFolders.list
    storage.multipartUploads.abort storage.multipartUploads.create storage.multipartUploads.list
    storage.multipartUploads.listParts storage.objects.create storage.objects.delete storage.objects.get
    storage.objects.getIamPolicy storage.objects.list storage.objects.overrideUnlockedRetention
    storage.objects.setIamPolicy storage.objects.setRetention storage.objects.update`,
  "roles/datastore.user": `appengine.applications.get datastore.databases.get datastore.databases.getMetadata
    datastore.entities.allocateIds datastore.entities.create datastore.entities.delete datastore.entities.get
    datastore.entities.list datastore.entities.update datastore.indexes.list datastore.namespaces.get
    datastore.namespaces.list datastore.statistics.get datastore.statistics.list resourcemanager.projects.get
    resourcemanager.projects.list`,
  "roles/datastore.viewer": `appengine.applications.get datastore.databases.get datastore.databases.getMetadata
    datastore.databases.list datastore.entities.get datastore.entities.list datastore.indexes.get datastore.indexes.list
    datastore.namespaces.get datastore.namespaces.list datastore.statistics.get datastore.statistics.list
    resourcemanager.projects.get resourcemanager.projects.list`,
  "roles/errorreporting.writer": "errorreporting.errorEvents.create",
  "roles/logging.logWriter": "logging.logEntries.create",
  "roles/logging.viewer": `logging.buckets.get logging.buckets.list logging.exclusions.get logging.exclusions.list
    logging.locations.get logging.locations.list logging.logEntries.list logging.logMetrics.get logging.logMetrics.list
    logging.logServiceIndexes.list logging.logServices.list logging.logs.list logging.operations.get
    logging.operations.list logging.queries.create logging.queries.delete logging.queries.get logging.queries.list
    logging.queries.listShared logging.queries.update logging.sinks.get logging.sinks.list logging.usage.get
    logging.views.get logging.views.list resourcemanager.projects.get`,
  "roles/monitoring.metricWriter": `monitoring.metricDescriptors.create monitoring.metricDescriptors.get
    monitoring.metricDescriptors.list monitoring.monitoredResourceDescriptors.get
    monitoring.monitoredResourceDescriptors.list monitoring.timeSeries.create`,
  "roles/run.invoker": "run.routes.invoke",
  "roles/serviceusage.serviceUsageConsumer": `monitoring.timeSeries.list serviceusage.operations.get
    serviceusage.operations.list serviceusage.quotas.get serviceusage.services.get serviceusage.services.list
    serviceusage.services.use`,
  "roles/spanner.databaseReader": `spanner.databases.beginReadOnlyTransaction spanner.databases.getDdl
    spanner.databases.partitionQuery spanner.databases.partitionRead spanner.databases.read spanner.databases.select
    spanner.instances.get spanner.sessions.create spanner.sessions.delete spanner.sessions.get spanner.sessions.list`,
  "roles/spanner.databaseUser": `monitoring.timeSeries.create spanner.databaseOperations.cancel
    spanner.databaseOperations.get spanner.databaseOperations.list spanner.databases.adapt
    spanner.databases.beginOrRollbackReadWriteTransaction spanner.databases.beginPartitionedDmlTransaction
    spanner.databases.beginReadOnlyTransaction spanner.databases.changequorum spanner.databases.getDdl
    spanner.databases.partitionQuery spanner.databases.partitionRead spanner.databases.read spanner.databases.select
    spanner.databases.updateDdl spanner.databases.write spanner.instancePartitions.get spanner.instances.get
    spanner.sessions.create spanner.sessions.delete spanner.sessions.get spanner.sessions.list`,
  "roles/storage.bucketViewer": "storage.buckets.get storage.buckets.list",
  "roles/storage.hmacKeyAdmin": `firebase.projects.get orgpolicy.policy.get resourcemanager.projects.get
    resourcemanager.projects.list storage.hmacKeys.create storage.hmacKeys.delete storage.hmacKeys.get
    storage.hmacKeys.list storage.hmacKeys.update`,
};

const PERMISSIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(LISTED).map(([role, words]) => [role, words.split(/\s+/)] as const),
);

/** Every permission that some list names. */
export const LISTED_PERMISSIONS: ReadonlySet<string> = new Set([...PERMISSIONS.values()].flat());

/** The permissions of a listed role; undefined for every other one. */
export function listedPermissions(role: string): readonly string[] | undefined {
  return PERMISSIONS.get(role);
}

/** Roles that permit nothing but what is of clusters, and look them up; what else they permit there is in `roles.ts`. */
const OF_CLUSTERS = ["admin", "clusterAdmin", "developer", "viewer"].map((name) => `roles/container.${name}`);
const LOOKUPS: readonly string[] = CLUSTERS.split(/\s+/);

/** Whether a role for clusters has a permission that is none inside them; undefined for every other role and permission. */
export function clusterRoleHas(role: string, permission: string): boolean | undefined {
  if (!OF_CLUSTERS.includes(role)) return undefined;
  if (LOOKUPS.includes(permission)) return true;
  return /^(container|cloudkms\.(keyHandles|operations|projects))\./.test(permission) ? undefined : false;
}
