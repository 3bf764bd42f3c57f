import { SESSION_NAME_TEMPLATE } from "../../vendor/aws/eks";

/** The names of users that a declared user, or an access entry's `user_name`, stands for, whatever the session's name is. */
export function userPattern(user: string): RegExp {
  const texts = user.split(SESSION_NAME_TEMPLATE).map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${texts.join("[\\w+=,.@-]+")}$`);
}
