import { Edge, EVERYONE_AUTHENTICATED, userPattern } from "../../simulator";
import { UserInfo } from "../clients/client";
import { Difference } from "./outcome";

/** What differs between the user that was declared and the one that was seen. */
export function differenceOf({ declaration }: Edge, { username, groups }: UserInfo): Difference | undefined {
  const { user, groups: declared } = declaration;
  const isDeclared = userPattern(user).test(username);
  const missingGroups = declared.filter((group) => !groups.includes(group));
  const furtherGroups = groups.filter((group) => group !== EVERYONE_AUTHENTICATED && !declared.includes(group));
  if (isDeclared && !missingGroups.length && !furtherGroups.length) return undefined;
  return { ...(isDeclared ? {} : { name: user }), missingGroups, furtherGroups };
}
