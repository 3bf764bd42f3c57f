import { Finding, Rule } from "../finding";

/** Bindings whose cluster cannot be known, so that they may be in any. */
export const homelessBindings: Rule = ({ homeless }) =>
  homeless.map((one): Finding => ({ code: "homeless-binding", severity: "gap", ...one }));
