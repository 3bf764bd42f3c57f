import {
  assignment,
  azapi,
  BLOB,
  BLOB_CONTRIBUTOR,
  CONTAINER,
  NAME,
  OBJECT,
  PATH,
  QUEUE_PROCESSOR,
  READ,
  role,
  Shown,
  STORAGE,
  UNKNOWN,
  usingServices,
} from "./support/azure";
import { itAnswers, Row } from "./support/rows";

const BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
const RBAC_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
const QUEUES = "Microsoft.Storage/storageAccounts/queueServices/queues";
const QUEUE = `${STORAGE}/queueServices/default/queues/jobs`;
const WRITE = { ...READ, action: `${BLOB}/write` };
const RECEIVE = { action: `${QUEUES}/messages/process/action`, resource: QUEUE };
const ASSIGN = { action: "Microsoft.Authorization/roleAssignments/write", resource: STORAGE };
const READS_ACCOUNT = { action: "Microsoft.Storage/storageAccounts/read", resource: STORAGE };
const ACCOUNT = "@Resource[Microsoft.Storage/storageAccounts:name]";
const QUEUE_NAME = `@Resource[${QUEUES}:name]`;
const VERSION = "@Request[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:versionId]";
const TAG =
  "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags:Project<$key_case_sensitive$>]";
const PROJECT = "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project]";

const when = (condition: string, guid = BLOB_CONTRIBUTOR, more: object = {}): Shown[] => [
  assignment({ scope: STORAGE, role_definition_id: role(guid), condition_version: "2.0", condition, ...more }),
];
/** A condition as the portal writes it: for other actions, or where the expression is true. */
const on = (action: string, expression: string, guid?: string) =>
  when(`((!(ActionMatches{'${action}'})) OR (${expression}))`, guid);

/** https://learn.microsoft.com/azure/role-based-access-control/conditions-format: sections "Condition syntax" and of each operator. */
const SYNTAX: readonly Row<readonly Shown[]>[] = [
  [
    "several lines and spaces as in the page's samples",
    when(`(\n (\n  !(ActionMatches{'${BLOB}/read'})\n )\n OR\n (\n  ${NAME}\n  StringEquals 'exports'\n )\n)`),
    READ,
    "allowed",
  ],
  [
    "two targeted actions with a suboperation each, and another action",
    when(
      `((!(ActionMatches{'${BLOB}/read'} AND NOT SubOperationMatches{'Blob.List'}) AND !(ActionMatches{'${BLOB}/delete'})) OR (${NAME} StringEquals 'imports'))`,
    ),
    WRITE,
    "allowed",
  ],
  [
    "two targeted actions, and one of them",
    when(
      `((!(ActionMatches{'${BLOB}/read'} AND NOT SubOperationMatches{'Blob.List'}) AND !(ActionMatches{'${BLOB}/delete'})) OR (${NAME} StringEquals 'imports'))`,
    ),
    { ...READ, action: `${BLOB}/delete` },
    "authorization 403",
  ],
  [
    "three expressions of which two are in parentheses",
    on(
      `${BLOB}/read`,
      `(${NAME} StringEquals 'exports' AND ${PATH} StringLike '2027/*') OR ${ACCOUNT} StringEquals 'x'`,
    ),
    READ,
    "allowed",
  ],
  ["the account's name", on(`${BLOB}/read`, `${ACCOUNT} StringEquals 'acmeexports'`), READ, "allowed"],
  ["another account's name", on(`${BLOB}/read`, `${ACCOUNT} StringEquals 'acme'`), READ, "authorization 403"],
  [
    "a value that is in the account's name",
    on(`${BLOB}/read`, `${ACCOUNT} StringLike 'exports'`),
    READ,
    "authorization 403",
  ],
  ["StringNotLike", on(`${BLOB}/read`, `${PATH} StringNotLike '2027/*'`), READ, "authorization 403"],
  ["StringLikeIgnoreCase", on(`${BLOB}/read`, `${PATH} StringLikeIgnoreCase '2027/A.*'`), READ, "allowed"],
  [
    "StringNotEqualsIgnoreCase",
    on(`${BLOB}/read`, `${NAME} StringNotEqualsIgnoreCase 'EXPORTS'`),
    READ,
    "authorization 403",
  ],
  ["StringStartsWithIgnoreCase", on(`${BLOB}/read`, `${NAME} StringStartsWithIgnoreCase 'EXP'`), READ, "allowed"],
  [
    "ForAnyOfAnyValues with StringLike",
    on(`${BLOB}/read`, `${PATH} ForAnyOfAnyValues:StringLike {'2026/*', '2027/*'}`),
    READ,
    "allowed",
  ],
  [
    "ForAnyOfAllValues asks for every value on the right",
    on(`${BLOB}/read`, `${PATH} ForAnyOfAllValues:StringLike {'2027/*', '*.json'}`),
    READ,
    "authorization 403",
  ],
  [
    "ForAllOfAnyValues asks for one value on the right",
    on(`${BLOB}/read`, `${PATH} ForAllOfAnyValues:StringLike {'2027/*', '*.json'}`),
    READ,
    "allowed",
  ],
  [
    "the day before, by UtcNow",
    on(`${BLOB}/read`, "@Environment[UtcNow] DateTimeLessThan '2024-05-01T13:00:00.0Z'"),
    READ,
    "authorization 403",
  ],
  [
    "between two times",
    on(
      `${BLOB}/read`,
      "@Environment[UtcNow] DateTimeGreaterThan '2024-05-01T13:00:00.0Z' AND @Environment[UtcNow] DateTimeLessThan '2124-05-01T13:00:00.0Z'",
    ),
    READ,
    "allowed",
  ],
  [
    "a pattern of actions",
    when(`((!(ActionMatches{'Microsoft.Storage/*/blobs/*'})) OR (${NAME} StringEquals 'imports'))`),
    READ,
    "authorization 403",
  ],
  [
    "an action in another letter case",
    when(`((!(ActionMatches{'${BLOB.toLowerCase()}/READ'})) OR (${NAME} StringEquals 'imports'))`),
    READ,
    "authorization 403",
  ],
  // What a request says beside its resource is not known here.
  ["a version that the request may name", on(`${BLOB}/read`, `NOT Exists ${VERSION}`), READ, UNKNOWN],
  [
    "a version, and another action",
    on(`${BLOB}/read`, `${VERSION} DateTimeEquals '2022-06-01T00:00:00.0Z' OR NOT Exists ${VERSION}`),
    WRITE,
    "allowed",
  ],
  ["a private link", on(`${BLOB}/read`, "@Environment[isPrivateLink] BoolEquals true"), READ, UNKNOWN],
  [
    "a private link or a container that is not it",
    on(`${BLOB}/read`, `@Environment[isPrivateLink] BoolEquals true AND ${NAME} StringEquals 'imports'`),
    READ,
    "authorization 403",
  ],
  [
    "a private link or the container that it is",
    on(`${BLOB}/read`, `@Environment[isPrivateLink] BoolEquals true OR ${NAME} StringEquals 'exports'`),
    READ,
    "allowed",
  ],
  [
    "the role's other assignment has no condition",
    [
      ...on(`${BLOB}/read`, "@Environment[isPrivateLink] BoolEquals true"),
      assignment({ scope: CONTAINER, role_definition_name: "Storage Blob Data Reader" }, "two"),
    ],
    READ,
    "allowed",
  ],
];

/**
 * Attributes on both sides, and of principals: https://learn.microsoft.com/azure/role-based-access-control/conditions-custom-security-attributes
 * and https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
 */
const PRINCIPALS: readonly Row<readonly Shown[]>[] = [
  [
    "an attribute of the principal",
    when(
      `((!(ActionMatches{'${BLOB}/read'} AND NOT SubOperationMatches{'Blob.List'})) OR (${PROJECT} StringEquals ${TAG}))`,
    ),
    READ,
    UNKNOWN,
  ],
  [
    "an attribute of the principal, and another action",
    when(
      `((!(ActionMatches{'${BLOB}/read'} AND NOT SubOperationMatches{'Blob.List'})) OR (${PROJECT} StringEquals ${TAG}))`,
    ),
    WRITE,
    "allowed",
  ],
  [
    "several values of the principal, and another action",
    on(`${BLOB}/read`, `${PROJECT} ForAnyOfAnyValues:StringEquals {'Baker', 'Cascade'}`),
    WRITE,
    "allowed",
  ],
  [
    "the owner of a blob, whose condition is of ownership too",
    when(
      `((!(ActionMatches{'${BLOB}/read'}) AND !(ActionMatches{'${BLOB}/runAsSuperUser/action'})) OR (${NAME} StringEquals 'exports'))`,
      BLOB_OWNER,
    ),
    READ,
    "allowed",
  ],
];

/** https://learn.microsoft.com/azure/storage/queues/queues-auth-abac-attributes: names of accounts and queues. */
const QUEUE_ROWS: readonly Row<readonly Shown[]>[] = [
  [
    "the queue's name",
    on(`${QUEUES}/messages/process/action`, `${QUEUE_NAME} StringEquals 'jobs'`, QUEUE_PROCESSOR),
    RECEIVE,
    "allowed",
  ],
  [
    "another queue's name",
    on(`${QUEUES}/messages/process/action`, `${QUEUE_NAME} StringEquals 'other'`, QUEUE_PROCESSOR),
    RECEIVE,
    "authorization 403",
  ],
  [
    "the name of the queue's account",
    on(`${QUEUES}/messages/process/action`, `${ACCOUNT} StringEquals 'acmeexports'`, QUEUE_PROCESSOR),
    RECEIVE,
    "allowed",
  ],
  [
    "a condition of blobs on a queue",
    on(`${QUEUES}/messages/process/action`, `${NAME} StringEquals 'jobs'`, QUEUE_PROCESSOR),
    RECEIVE,
    UNKNOWN,
  ],
];

/** "Delegate Azure access management to others", and Key Vault Data Access Administrator on the page of roles for Security. */
const constrained =
  "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{4633458b-17de-408a-b874-0445c86b69e6, 2a2b9908-6ea1-4ae2-8e65-a410df84e7d1} AND @Request[Microsoft.Authorization/roleAssignments:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}))";
const DELEGATION: readonly Row<readonly Shown[]>[] = [
  ["a role that may be assigned is not known", when(constrained, RBAC_ADMINISTRATOR), ASSIGN, UNKNOWN],
  ["reads are not constrained", when(constrained, RBAC_ADMINISTRATOR), READS_ACCOUNT, "allowed"],
  [
    "ids without dashes, as the pages have some",
    when(
      "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{4bad4d9e2a13488894bbc8432f6f3040}))",
      RBAC_ADMINISTRATOR,
    ),
    READS_ACCOUNT,
    "allowed",
  ],
];

/** "Add or edit Azure role assignment conditions using the REST API": the version of the syntax is 2.0, also where none is given. */
const VERSIONS: readonly Row<readonly Shown[]>[] = [
  [
    "azapi's condition without a version",
    [
      azapi("Microsoft.Authorization/roleAssignments@2022-04-01", STORAGE, {
        ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_CONTRIBUTOR) },
        condition: `((!(ActionMatches{'${BLOB}/read'})) OR (${NAME} StringEquals 'exports'))`,
      }),
    ],
    READ,
    "allowed",
  ],
  [
    "azapi's condition on another container",
    [
      azapi("Microsoft.Authorization/roleAssignments@2022-04-01", STORAGE, {
        ...{ principalId: OBJECT, roleDefinitionId: role(BLOB_CONTRIBUTOR), conditionVersion: "2.0" },
        condition: `((!(ActionMatches{'${BLOB}/read'})) OR (${NAME} StringEquals 'imports'))`,
      }),
    ],
    READ,
    "authorization 403",
  ],
  [
    "a version that is not 2.0",
    when(`((!(ActionMatches{'${BLOB}/read'})) OR (${NAME} StringEquals 'exports'))`, undefined, {
      condition_version: "1.0",
    }),
    READ,
    UNKNOWN,
  ],
  ["an empty condition is none", when("", undefined, { condition_version: "" }), READ, "allowed"],
];

const ALL = { SYNTAX, PRINCIPALS, QUEUE_ROWS, DELEGATION, VERSIONS };

describe.each(Object.entries(ALL))("conditions of Azure's role assignments, %s", (_name, rows) => {
  itAnswers(rows, { from: "west:deploy/deployer" }, usingServices);
});
