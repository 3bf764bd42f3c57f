export { EXEC_API_VERSIONS, INSTALL_SCRIPT_SHA256, PLUGIN_COMMAND } from "../exec-contract";
export {
  asResource,
  block,
  blocks,
  hasUnknown,
  isUnknown,
  unknownText,
  OUTPUT_TYPE,
  placeOf,
  text,
  texts,
  unlessUnresolved,
  UnreadableConfiguration,
  UnresolvedValue,
  withSources,
} from "../terraform";
export type { ArgumentChange, Block, Configuration, Found, OtherBlock, Resource } from "../terraform";
export { SERVICES_ANNOTATION } from "../trust-declaration";
export type {
  DeclaredAccess,
  DeclaredGrant,
  DeclaredRule,
  ServiceDeclaration,
  StatedSettings,
  TrustDeclaration,
} from "../trust-declaration";
export * from "./access/authorize";
export * from "./access/expected-access";
export * from "./access/explain-access";
export * from "./access/further-right";
export * from "./access/further-rights";
export * from "./access/principal-in";
export * from "./access/probes";
export * from "./answer";
export type { Assumption } from "./assumption";
export * from "./aws/act";
export { operatorName } from "./aws/condition-operators";
export type { ActionDecision, GivenPolicy, PolicyGap } from "./aws/decide-action";
export { authenticate as authenticateSession, userName } from "./aws/authenticate";
export { escalationsOf } from "./aws/escalations";
export { awsName } from "./aws/name";
export { takenPolicies } from "./aws/exclusive-policies";
export { getWebIdentityToken } from "./aws/outbound";
export type { RolePolicy } from "./aws/permissions";
export * from "./aws/own-audience";
export { roleOfElsewhere } from "./aws/read";
export * from "./aws/regions";
export { permissionPolicies } from "./aws/refused-policies";
export { denialBy } from "./aws/policy";
export { trustPolicyFault } from "./aws/trust-policy-fault";
export { sessionArn } from "./aws/session-caller";
export { policyDocument } from "./aws/statement";
export { sessionRequestFault } from "./aws/session-request";
export * from "./aws/sts";
export { entraUser } from "./azure/authenticate";
export { assignedRole } from "./azure/named-roles";
export { azureName } from "./azure/name";
export * from "./azure/read";
export * from "./azure/token";
export type { Cloud, Exchange, TrustedSubject, UnseenGrant } from "./cloud";
export * from "./clusters/authorities";
export * from "./clusters/cluster";
export type { Endpoint } from "./clusters/endpoint";
export { serverAt } from "./clusters/server";
export { isNamed } from "./clusters/target-clusters";
export * from "./decider";
export { thumbprintOf } from "./digest";
export { carriesDeclarations } from "./documents/declaration";
export { clientEntries } from "./documents/client-document";
export type { ClientEntry, ExecStanza } from "./documents/client-entry";
export { parsed } from "./documents/json-in-text";
export { documentsIn } from "./documents/text-documents";
export { authMaps } from "./kubernetes/auth-maps";
export { bindingFault } from "./kubernetes/binding-fault";
export { roleFault } from "./kubernetes/role-fault";
export * from "./edges/edge";
export * from "./edges/exec-request";
export * from "./edges/further-audiences";
export * from "./edges/further-trust";
export * from "./edges/further-trusts";
export * from "./edges/journey";
export * from "./edges/mentions";
export * from "./edges/own-journey";
export * from "./edges/user-pattern";
export { gather } from "./gather";
export { builtInPrincipal, impersonatedAccount } from "./google/built-in";
export { googleUser, permissionsToLookUp } from "./google/authenticate";
export { CelFault, evaluateCel } from "./google/cel";
export { denies, deniesPermission } from "./google/deny";
export { permissionsOfRole } from "./google/service-roles";
export { permissionsOfGoogleRole, projectOf as projectOfResource } from "./google/service-decision";
export { federatedAs, providerOf } from "./google/entrance";
export { exactSubjects, literalsOf } from "./google/literals";
export { attributesOf } from "./google/mapping";
export * from "./google/impersonation";
export type { Grant as GoogleGrant } from "./google/grants";
export { googleName, principalOfUser } from "./google/name";
export * from "./google/pools";
export * from "./google/principal";
export * from "./google/read";
export * from "./google/sts";
export { uploadedAlgorithmOf } from "./google/uploaded-algorithms";
export type { Binding, Role } from "./kubernetes/rbac";
export { bindingsIn, RBAC_GROUP, rbacObjects } from "./kubernetes/rbac-objects";
export { BUILT_IN_CLUSTER_ROLES } from "./kubernetes/built-in-roles";
export * from "./kubernetes/kubectl-manifests";
export { listedObjects } from "./kubernetes/listed-objects";
export * from "./kubernetes/request";
export { requestFault } from "./kubernetes/request-fault";
export { fullResourceName } from "./kubernetes/resource-names";
export type { Rule } from "./kubernetes/rule";
export * from "./kubernetes/rule-coverage";
export * from "./kubernetes/rule-words";
export * from "./kubernetes/unseen";
export * from "./kubernetes/user";
export { didYouMean } from "./nearest";
export * from "./pods";
export * from "./services/account-grants";
export * from "./services/service-edge";
export { exampleOf, isServiceAccount, kindOf } from "./subjects/kinds";
export { craftedSubjects } from "./subjects/crafted";
export { namespaceOfSubject } from "./subjects/kubernetes";
export { INTRUDER, isPattern } from "./subjects/subject-kind";
export type { Stranger } from "./subjects/subject-kind";
export * from "./services/service-grant";
export * from "./services/service-request";
export * from "./services/use-service";
export { isWithin } from "./services/window";
export * from "./token";
export * from "./webhooks/played-pods";
export * from "./webhooks/idle-releases";
export * from "./webhooks/webhook-releases";
export { byVariables } from "./webhooks/wiring";
export type { Wired } from "./webhooks/wiring";
export * from "./world";
