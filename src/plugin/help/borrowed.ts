/**
 * What help and doctor use of the rest of the plugin. The executable lends these when it loads them, so that nothing of
 * them is there twice. Types are imported from where they are.
 */
export { PLUGIN_FLAGS } from "../../exec-contract";
export { CHINA_AWS_AUDIENCE, DEFAULT_AWS_AUDIENCE } from "../../vendor/aws/sts";
export { AZURE_CLOUDS, azureCloudByHost } from "../../vendor/azure/clouds";
export { DEFAULT_UNIVERSE, DOMAIN_FORM } from "../../vendor/google/federation";
export { partitionOf, stsHost } from "../aws/partition";
export { sessionNameFor } from "../aws/session-name";
export { amzDate, authorization, percentEncode, signedHeaders } from "../aws/sigv4";
export { assumeRoleWithWebIdentity } from "../aws/sts";
export { elementText } from "../aws/xml";
export { exchangeAssertion } from "../azure/entra";
export { asksForHelp, HELP, parseFlags } from "../command-line";
export { prepare, runOf } from "../credential-run";
export { EXIT_CODES, PluginFailure, sourceFailure, usageFailure } from "../failure";
export { readCredentialSource } from "../google/credential-source";
export { readExternalAccount } from "../google/external-account";
export { impersonate } from "../google/impersonation";
export { exchangeToken } from "../google/sts";
export { hostOf, parseUrl } from "../http/endpoint";
export { send } from "../http/send";
export { CHECK_THE_WAY, TransportFault } from "../http/transport-fault";
export { NO_MESSAGE, vendorWords } from "../http/vendor-words";
export { asObject, jsonObject, lookUp } from "../json";
export { load } from "../node-modules";
export { print } from "../output";
export { readTextFile } from "../read-file";
export { excerpt, redact } from "../redaction";
export { Settings } from "../settings";
export { presentSubject } from "../sources";
export { podIdentityCredentials } from "../sources/eks-pod-identity";
export { googleMetadata } from "../sources/google-metadata";
export { subjectFromToken } from "../sources/subject-token";
export { subjectFromFile } from "../sources/token-file";
