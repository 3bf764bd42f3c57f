import { readArguments } from "../../src/cli/arguments";
import { Terminal } from "../../src/cli/terminal";
import { Explanation } from "../../src/rights";
import { buildMesh } from "../lab/support/meshes";
import { Synthesized } from "../lab/support/run-lab";
import { buildNineCells } from "../lab/support/services";

/** What the queries read of each log, as the vendor lists it. Only what a query may use is listed. */
const LOGS: Readonly<Record<string, { readonly page: string; readonly fields: readonly string[] }>> = {
  AADManagedIdentitySignInLogs: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/aadmanagedidentitysigninlogs",
    fields: ["FederatedCredentialId", "ResourceDisplayName", "ResultType", "ServicePrincipalId", "TimeGenerated"],
  },
  AADServicePrincipalSignInLogs: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/aadserviceprincipalsigninlogs",
    fields: ["FederatedCredentialId", "ResourceDisplayName", "ResultType", "ServicePrincipalId", "TimeGenerated"],
  },
  AKSAudit: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/aksaudit",
    // User is dynamic: the user of an audit.k8s.io/v1 Event.
    fields: ["RequestUri", "ResponseStatus", "TimeGenerated", "User.username", "Verb", "_ResourceId"],
  },
  StorageBlobLogs: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/storagebloblogs",
    fields: ["OperationName", "RequesterObjectId", "StatusCode", "TimeGenerated", "Uri"],
  },
  AZKVAuditLogs: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/azkvauditlogs",
    fields: ["Identity", "OperationName", "RequestUri", "ResultType", "TimeGenerated"],
  },
  AzureActivity: {
    page: "https://learn.microsoft.com/azure/azure-monitor/reference/tables/azureactivity",
    fields: ["ActivityStatusValue", "Caller", "OperationNameValue", "TimeGenerated", "_ResourceId"],
  },
  "CloudTrail Lake": {
    page: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
    fields: [
      ...["errorCode", "eventName", "eventSource", "eventTime", "requestParameters"],
      "userIdentity.sessionContext.sessionIssuer.arn",
    ],
  },
  "Cloud Audit Logs": {
    page: "https://cloud.google.com/logging/docs/reference/audit/auditlog/rest/Shared.Types/AuditLog",
    fields: [
      ...["protoPayload.authenticationInfo.principalEmail", "protoPayload.authenticationInfo.principalSubject"],
      ...["protoPayload.methodName", "protoPayload.serviceName", "resource.labels.cluster_name"],
    ],
  },
  "CloudWatch Logs Insights": {
    page: "https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/",
    fields: ["@logStream", "@timestamp", "requestURI", "responseStatus.code", "user.username", "verb"],
  },
};

/** Words of the languages that are no fields. */
const WORDS =
  /^(union|isfuzzy|true|where|project|has|tostring|fields|filter|like|SELECT|FROM|WHERE|ORDER|BY|DESC|AND|OR|gcloud|logging|read)$/;

/** What a query reads: its words without texts, tables and the language's own. */
function fieldsOf(query: string): readonly string[] {
  const bare = query
    .replace(/^gcloud logging read --project=\S+ '(.*)'$/s, "$1")
    .replace(/"(?:[^"\\]|\\.)*"|(?<== )'[^']*'|<[^>]*>/g, " ");
  return [...new Set(bare.match(/[@A-Za-z_][\w.@]*/g) ?? [])].filter((word) => !WORDS.test(word) && !(word in LOGS));
}

let mesh: Synthesized;
let cells: Synthesized;
beforeAll(() => {
  mesh = new Synthesized(buildMesh);
  cells = new Synthesized(buildNineCells);
});
afterAll(() => {
  mesh.remove();
  cells.remove();
});

it("reads nothing of a log that the log does not have", async () => {
  const queries: string[] = [];
  for (const [from, to, world] of [
    ["corp:deploy/deployer", "west", mesh],
    ["corp:deploy/deployer", "euro", mesh],
    ["euro:deploy/deployer", "corp", mesh],
    ...["account-aws", "account-google", "account-azurerm"].map((one) => ["west:etl/loader", one, cells] as const),
  ] as const) {
    let out = "";
    const terminal = { out: (text: string) => void (out += text) } as unknown as Terminal;
    await readArguments(["explain", from, to, world.path, "--json"], "1.2.3")(terminal, "1.2.3");
    const { audit } = JSON.parse(out) as Explanation;
    for (const { log, query } of audit) {
      // The event history is asked by attributes of the command, which have no columns.
      if (query.startsWith("aws cloudtrail lookup-events")) continue;
      const logs = Object.keys(LOGS).filter((name) => log.startsWith(name) || query.includes(name));
      expect({ query, logs }).not.toEqual({ query, logs: [] });
      for (const name of logs) expect(LOGS[name].fields).toEqual(expect.arrayContaining([...fieldsOf(query)]));
      queries.push(...logs);
    }
  }

  expect([...new Set(queries)].sort()).toEqual(Object.keys(LOGS).sort());
});
