import { Recognizer } from "../static-credential";

const SECRET_NAME = /(^|[^a-z])(azure|arm|aad|entra)[_.-]?client[_.-]?secret$/i;
/** Entra's client secrets have `8Q~` or `7Q~` behind three characters, and 40 characters in all (34 in old ones). */
const SECRET_FORM = /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/;

/** A credentials file, as `az ad sp create-for-rbac` prints it and Kubernetes' cloud provider reads it: `clientSecret` beside `tenantId`. */
const FILE_SECRET = /"?(aad)?client_?secret"?\s{0,4}[:=]\s{0,4}["']?[^\s"'$<{]{16}/i;
const FILE_TENANT = /"?tenant(_?id)?"?\s{0,4}[:=]\s{0,4}["']?[0-9a-f-]{36}/i;

/** What stands where a secret is filled in later. */
const REFERENCE = /^\s*[$<{]/;

/** A client secret of an Entra application, by the name of its entry or by its own form. */
export const azureClientSecret: Recognizer = (name, value) => {
  const isNamed = SECRET_NAME.test(name) && /^\S{16,256}$/.test(value.trim()) && !REFERENCE.test(value);
  const isSecret = isNamed || SECRET_FORM.test(value) || (FILE_SECRET.test(value) && FILE_TENANT.test(value));
  return isSecret ? { kind: "azure-client-secret", target: "azure" } : undefined;
};

/** A connection string with a key of a storage account, a Service Bus namespace, an Event Hubs namespace or Cosmos DB. */
export const azureConnectionString: Recognizer = (_name, value) => {
  if (!/(^|;)\s*(AccountKey|SharedAccessKey)\s*=\s*[^;\s]{20,}/i.test(value)) return undefined;
  const account = /(^|;)\s*AccountName\s*=\s*([a-z0-9]{3,24})/i.exec(value)?.[2];
  const host = /(^|;)\s*(Account)?Endpoint\s*=\s*(?:sb|https):\/\/([A-Za-z0-9.-]+)/i.exec(value)?.[3];
  return { kind: "azure-connection-string", target: "azure", about: account ?? host };
};

/** A URL with a shared access signature in its query. */
export const azureSharedAccessSignature: Recognizer = (_name, value) => {
  const isSigned = /[?&]sig=[A-Za-z0-9%+/=]{20,}/.test(value) && /[?&]s[vpret]=/.test(value);
  const host = /https:\/\/([a-z0-9.-]+)/i.exec(value)?.[1];
  return isSigned ? { kind: "azure-shared-access-signature", target: "azure", about: host } : undefined;
};

/** 64 bytes in Base64. */
const ACCOUNT_KEY = /^[A-Za-z0-9+/]{86}==$/;
const ACCOUNT_KEY_NAME = /(storage|blob|account|azure|adls)[a-z_.-]{0,30}key[0-9]?$/i;
/** A remote of rclone's configuration. */
const RCLONE = /^\s*type\s*=\s*azure(blob|files)\s*$/m;
const RCLONE_KEY = /^\s*key\s*=\s*[A-Za-z0-9+/]{86}==\s*$/m;
const RCLONE_ACCOUNT = /^\s*account\s*=\s*([a-z0-9]{3,24})\s*$/m;

/** The key of a storage account without a connection string, as CSI drivers and rclone take it. */
export const azureStorageAccountKey: Recognizer = (name, value) => {
  if (ACCOUNT_KEY_NAME.test(name) && ACCOUNT_KEY.test(value.trim())) {
    return { kind: "azure-storage-account-key", target: "azure" };
  }
  if (!RCLONE.test(value) || !RCLONE_KEY.test(value)) return undefined;
  return { kind: "azure-storage-account-key", target: "azure", about: RCLONE_ACCOUNT.exec(value)?.[1] };
};
