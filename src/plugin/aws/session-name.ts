import { sessionNameOf } from "../../vendor/aws/sts";
import { load } from "../node-modules";

/** A legal session name for a subject. */
export function sessionNameFor(subject: string): string {
  return sessionNameOf(subject, (text) => load.crypto().createHash("sha256").update(text).digest("hex"));
}
