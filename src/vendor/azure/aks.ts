/** "AKS-managed Microsoft Entra integration": AKS's server application, the same in every cloud. */
export const AKS_SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** AKS gives no service account's token a longer life than a day, in seconds. */
export const MAX_AKS_TOKEN_SECONDS = 86_400;
