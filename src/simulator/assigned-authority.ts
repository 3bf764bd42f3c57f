/** Stands where a cloud would write its cluster's authority; the lab replaces it by a real one. */
export const ASSIGNED_AUTHORITY = Buffer.from(
  "-----BEGIN CERTIFICATE-----\nassigned at apply\n-----END CERTIFICATE-----\n",
).toString("base64");
