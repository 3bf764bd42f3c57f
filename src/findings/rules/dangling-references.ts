import { Finding, Rule } from "../finding";

/** A reference at the beginning of an expression: others may be text of another language. */
const REFERENCE = /\$\{(data\.)?((?:aws|google|azurerm|azuread|azapi|kubernetes)_\w+)\.([A-Za-z_][\w-]*)[.[}]/g;

/** References to resources and data sources that a synthesized stack does not have: Terraform refuses the whole stack. */
export const danglingReferences: Rule = ({ configuration }) => {
  const found = new Map<string, Finding>();
  for (const { stack, match } of configuration.matches(REFERENCE)) {
    const [, data = "", type, name] = match;
    const address = `${data}${type}.${name}`;
    const place = `${stack}: ${address}`;
    if (found.has(place) || !configuration.lacks(stack, address)) continue;
    const reason = `the stack ${stack} refers to ${address}, which it does not have, so Terraform makes nothing of it`;
    found.set(place, { code: "refused-object", severity: "fault", place, what: address, reason });
  }
  return [...found.values()];
};
