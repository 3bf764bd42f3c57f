import { flagOf, ServiceEdge } from "../simulator";
import { AuditQuery, exchangeQuery, json, shell, sql } from "./audit";

/** What acted in an account, and where its acts are logged. */
interface Acting {
  readonly principal: string;
  readonly edge: ServiceEdge;
}

const ACTS: Readonly<Record<ServiceEdge["service"]["account"]["cloud"], (acting: Acting) => readonly AuditQuery[]>> = {
  // AWS CloudTrail User Guide: "CloudTrail userIdentity element", "Logging data events".
  aws: ({ principal }) => [
    {
      log: "CloudTrail Lake: acts of its role",
      query: `SELECT eventTime, eventSource, eventName, requestParameters, errorCode FROM <event data store> WHERE userIdentity.sessionContext.sessionIssuer.arn = ${sql(principal)} ORDER BY eventTime DESC`,
      needs: "an event data store; data events for objects of buckets, which are no management events",
    },
  ],
  // Google Cloud documentation: "Example logs for Workload Identity Federation", "Understanding audit logs".
  google: ({ principal, edge }) => [
    {
      log: "Cloud Audit Logs: acts in the project",
      query: `gcloud logging read --project=${shell(edge.service.account.id)} ${shell(actsOf(principal))}`,
      needs: "Data Access logs (Data Read, Data Write) of the services that it uses",
    },
  ],
  // Azure Monitor reference: tables StorageBlobLogs, AZKVAuditLogs, AzureActivity.
  azure: ({ principal }) => [
    {
      log: "Log Analytics: acts on blobs",
      query: `StorageBlobLogs | where RequesterObjectId == ${json(principal)} | project TimeGenerated, OperationName, Uri, StatusCode`,
      needs:
        "the storage account's diagnostic settings StorageRead, StorageWrite and StorageDelete, for its blob service",
    },
    {
      log: "Log Analytics: acts in key vaults",
      query: `AZKVAuditLogs | where tostring(Identity) has ${json(principal)} | project TimeGenerated, OperationName, RequestUri, ResultType`,
      needs: "the vault's diagnostic setting AuditEvent, into resource-specific tables",
    },
    {
      log: "Log Analytics: acts on resources",
      query: `AzureActivity | where Caller == ${json(principal)} | project TimeGenerated, OperationNameValue, _ResourceId, ActivityStatusValue`,
      needs: "the subscription's diagnostic setting Administrative",
    },
  ],
};

const KINDS = { aws: "eks", google: "gke", azure: "aks" } as const;

/**
 * The queries that show what a subject did with the services of an account, and on the way to it.
 *
 * @param stranger the subject, where the edge is another one's: the identity's acts are then not its own
 * @param principal what acts, if it got there
 */
export function accountAuditQueries(
  edge: ServiceEdge,
  stranger: string | undefined,
  principal: string | undefined,
): readonly AuditQuery[] {
  const { source, principal: declared } = edge.declaration;
  const { cloud, id } = edge.service.account;
  const where = { region: flagOf(edge.request, "region") ?? "us-east-1", project: id };
  const exchange = exchangeQuery(KINDS[cloud], where, { subject: stranger ?? source.subject, principal: declared });
  if (stranger !== undefined && principal === undefined) return [exchange];
  return [exchange, ...ACTS[cloud]({ principal: principal ?? declared, edge })];
}

/** A service account is known by its address, a federated principal by its own name. */
function actsOf(member: string): string {
  const [, email] = /^serviceAccount:(.+)$/.exec(member) ?? [];
  return email === undefined
    ? `protoPayload.authenticationInfo.principalSubject=${json(member)}`
    : `protoPayload.authenticationInfo.principalEmail=${json(email)}`;
}
