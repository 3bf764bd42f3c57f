import { sessionNameOf as nameOf } from "../../vendor/aws/sts";
import { hexOf } from "../digest";

/** How the plugin names the session of a subject. */
export function sessionNameOf(subject: string): string {
  return nameOf(subject, (text) => hexOf(text, 64));
}
