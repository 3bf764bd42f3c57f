import { Cluster, Edge, flagOf, World } from "../simulator";
import { Holder } from "./holder";

/** A query for a subject's requests in the audit log of the service that decides at a hop. */
export interface AuditQuery {
  /** The log. */
  readonly log: string;
  /** A shell command, or a query in the log's own language. */
  readonly query: string;
  /** What must be switched on for it. */
  readonly needs: string;
}

/** Whose acts are looked for. */
interface Audited {
  /** The subject of its tokens. */
  readonly subject: string;
  readonly principal: NonNullable<Holder["principal"]>;
  readonly user: string;
}

/** A token's exchange, in the log of the cloud that makes it. */
const EXCHANGES: Readonly<
  Record<Cluster["kind"], (where: Where, audited: Pick<Audited, "subject" | "principal">) => AuditQuery>
> = {
  // AWS CloudTrail User Guide: "Logging IAM and AWS STS API calls with AWS CloudTrail", "Viewing recent management events".
  eks: ({ region }, { subject }) => ({
    log: "CloudTrail: exchanges of its token",
    query: `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --query ${shell(`Events[?contains(CloudTrailEvent, \`${json(subject)}\`)].CloudTrailEvent`)} --region ${shell(region)}`,
    needs: "nothing: event history keeps 90 days of management events",
  }),
  // Google Cloud documentation: "Example logs for Workload Identity Federation": principalSubject is the token's sub.
  gke: ({ project }, { subject }) => ({
    log: "Cloud Audit Logs: exchanges of its token",
    query: `gcloud logging read --project=${shell(project)} ${shell(`protoPayload.methodName="google.identity.sts.v1.SecurityTokenService.ExchangeToken" AND protoPayload.authenticationInfo.principalSubject:${json(subject)}`)}`,
    needs: "Data Access logs (Admin Read) of the Security Token Service API and of the IAM API, in the pool's project",
  }),
  // Azure Monitor reference: tables AADManagedIdentitySignInLogs and AADServicePrincipalSignInLogs.
  aks: (_where, { principal }) => ({
    log: "Log Analytics: sign-ins of its identity",
    query: `union isfuzzy=true AADManagedIdentitySignInLogs, AADServicePrincipalSignInLogs | where ServicePrincipalId == ${json(principal)} | project TimeGenerated, ResourceDisplayName, ResultType, FederatedCredentialId`,
    needs: "Entra's diagnostic settings ManagedIdentitySignInLogs and ServicePrincipalSignInLogs",
  }),
};

/** What it did once it was in a cluster. */
const ACTS: Readonly<Record<Cluster["kind"], (cluster: Cluster, audited: Audited) => readonly AuditQuery[]>> = {
  // AWS CloudTrail User Guide: "CloudTrail userIdentity element"; Amazon EKS User Guide: "Send control plane logs to CloudWatch Logs".
  eks: ({ name }, { user, principal }) => [
    {
      log: "CloudTrail Lake: acts of its role in the account",
      query: `SELECT eventTime, eventName, requestParameters FROM <event data store> WHERE userIdentity.sessionContext.sessionIssuer.arn = ${sql(principal)}`,
      needs: "an event data store",
    },
    {
      log: `CloudWatch Logs Insights, /aws/eks/${name.split("/").at(-1)}/cluster: acts in the cluster`,
      query: `fields @timestamp, verb, requestURI, responseStatus.code | filter @logStream like "kube-apiserver-audit" | filter user.username = ${json(user)}`,
      needs: "the control plane's log type audit",
    },
  ],
  // Google Cloud documentation: "GKE audit logging information".
  gke: ({ name, project = "" }, { user, principal }) => [
    {
      log: "Cloud Audit Logs: acts in the cluster",
      query: `gcloud logging read --project=${shell(project)} ${shell(`protoPayload.serviceName="k8s.io" AND resource.labels.cluster_name=${json(name.split("/").at(-1) ?? "")} AND (protoPayload.authenticationInfo.principalEmail=${json(user)} OR protoPayload.authenticationInfo.principalSubject=${json(principal)})`)}`,
      needs: "writes are always logged; Data Access logs of the Kubernetes Engine API for reads",
    },
  ],
  // Azure Monitor reference: table AKSAudit.
  aks: ({ name }, { user }) => [
    {
      log: "Log Analytics: acts in the cluster",
      query: `AKSAudit | where _ResourceId =~ ${json(name)} | where tostring(User.username) == ${json(user)} | project TimeGenerated, Verb, RequestUri, ResponseStatus`,
      needs: "the cluster's diagnostic setting kube-audit, into resource-specific tables",
    },
  ],
};

/** Where a cloud keeps the log of an exchange. */
interface Where {
  readonly region: string;
  readonly project: string;
}

/** The query for the exchanges of an edge's token. @param kind the cloud, by its kind of cluster */
export function exchangeQuery(
  kind: Cluster["kind"],
  where: Where,
  audited: Pick<Audited, "subject" | "principal">,
): AuditQuery {
  return EXCHANGES[kind](where, audited);
}

/**
 * The queries that show what a subject did in a cluster and on the way to it.
 *
 * @param edge by whose document it was tried
 * @param stranger the subject, where the edge is another one's: the identity's acts are then not its own
 * @param user that the cluster saw, if it got there
 */
export function auditQueries(
  world: World,
  edge: Edge,
  stranger: string | undefined,
  user: string | undefined,
): readonly AuditQuery[] {
  const cluster = world.clusterOf(edge);
  const { source, principal, user: declared } = edge.declaration;
  // Google Cloud makes another principal of each subject, which then is the user.
  const acting = stranger !== undefined && cluster.kind === "gke" ? (user ?? principal) : principal;
  const audited = { subject: stranger ?? source.subject, principal: acting, user: user ?? declared };
  const region = flagOf(edge.request, "region") ?? cluster.name.split(":")[3] ?? "";
  const exchange = exchangeQuery(cluster.kind, { region, project: cluster.project ?? "" }, audited);
  return stranger !== undefined && user === undefined
    ? [exchange]
    : [exchange, ...ACTS[cluster.kind](cluster, audited)];
}

/** Text in quotes, as JSON and the logs' own languages have it. */
export function json(text: string): string {
  return JSON.stringify(text);
}

/** Text in quotes of SQL. */
export function sql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** One word of a POSIX shell, whatever it holds. */
export function shell(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
