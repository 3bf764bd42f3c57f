import { Recognizer } from "../static-credential";

/** A key file of a Google service account: its `type` and `private_key`. */
export const googleServiceAccountKey: Recognizer = (_name, value) => {
  if (!value.includes("service_account") || !value.includes("private_key")) return undefined;
  const file = parsed(value);
  if (file?.type !== "service_account" || typeof file.private_key !== "string") return undefined;
  const about = typeof file.client_email === "string" ? file.client_email : undefined;
  return { kind: "google-service-account-key", target: "google", about };
};

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
