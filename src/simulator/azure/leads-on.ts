import { FurtherIdentity } from "../edges/further-identity";

/** A managed identity goes on to no other by itself: roles that let it give out others are told with its rights. */
export function leadsOn(): () => readonly FurtherIdentity[] {
  return () => [];
}
