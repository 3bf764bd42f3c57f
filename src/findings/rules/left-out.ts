import { Finding, Rule } from "../finding";

/** Objects that could not be understood, and admit no identity by themselves. */
export const leftOutObjects: Rule = ({ leftOut }) =>
  leftOut.map((one): Finding => ({ code: "left-out", severity: "gap", ...one }));
