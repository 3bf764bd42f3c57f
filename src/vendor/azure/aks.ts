/** "AKS-managed Microsoft Entra integration": AKS's server application, the same in every cloud. */
export const AKS_SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";
