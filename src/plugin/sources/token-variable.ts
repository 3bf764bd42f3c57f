import { sourceFailure, usageFailure } from "../failure";
import { keepSecret } from "../redaction";
import { Source } from "./source";
import { subjectFromToken } from "./subject-token";
import { VARIABLE_NAME_FORM } from "../../vendor/environment";

/** A token in the variable that --token-variable names: how GitLab and others give a job its ID token. */
export const tokenVariable: Source = {
  name: "token-variable",
  variables: [],
  read: ({ settings, env }, { needs }) => {
    const name = settings.need("token-variable");
    if (!VARIABLE_NAME_FORM.test(name)) {
      throw usageFailure("--token-variable is not the name of a variable.", "Pass its name without a dollar sign.");
    }
    const token = env[name]?.trim();
    if (token) return subjectFromToken(keepSecret(token), needs, { name });
    throw sourceFailure(
      `the variable ${name}, which --token-variable names, is not set.`,
      "Have the CI job ask for an ID token of that name: id_tokens in GitLab.",
    );
  },
};
