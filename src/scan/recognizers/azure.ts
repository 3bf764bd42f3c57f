import { Recognizer } from "../static-credential";

const SECRET_NAME = /(^|[^a-z])(azure|arm|aad|entra)[_-]?client[_-]?secret$/i;
/** Entra's client secrets have `8Q~` or `7Q~` behind three characters, and 40 characters in all (34 in old ones). */
const SECRET_FORM = /^[A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34}$/;

/** A client secret of an Entra application, by the name of its entry or by its own form. */
export const azureClientSecret: Recognizer = (name, value) => {
  const isSecret = (SECRET_NAME.test(name) && value.trim().length >= 16) || SECRET_FORM.test(value.trim());
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
