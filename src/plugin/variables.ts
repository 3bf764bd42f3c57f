/** Variables that the clouds' own machinery sets in the pods and machines of a source. */
export const AWS_ROLE_ARN = "AWS_ROLE_ARN";
export const AWS_TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";
export const AWS_AGENT_URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
export const AWS_AGENT_TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
export const AZURE_TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";
export const AZURE_AUTHORITY_HOST = "AZURE_AUTHORITY_HOST";
export const GOOGLE_METADATA_HOST = "GCE_METADATA_HOST";
