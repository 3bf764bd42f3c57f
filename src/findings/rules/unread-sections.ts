import { placeOf } from "../../simulator";
import { Rule } from "../finding";

/** Sections of a stack that are not of the language, as far as it is known here. */
export const unreadSections: Rule = ({ configuration }) =>
  configuration.otherBlocks
    .filter(({ kind }) => kind === "unknown section")
    .map((block) => ({
      ...{ code: "unread-type", severity: "gap", place: placeOf(block), what: block.address },
      reason: `the section "${block.address}" is not one of Terraform's or OpenTofu's that are known here: Terraform refuses the stack, or makes of it what is not read`,
    }));
