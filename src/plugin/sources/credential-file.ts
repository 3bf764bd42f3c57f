import { usageFailure } from "../failure";
import { readCredentialSource } from "../google/credential-source";
import { GOOGLE_CREDENTIAL_FILE } from "../variables";
import { Source } from "./source";
import { subjectFromToken } from "./subject-token";

/** The token that an `external_account` file tells of, for a target of Google's. */
export const credentialFile: Source = {
  name: "credential-file",
  variables: [GOOGLE_CREDENTIAL_FILE],
  targets: ["gke"],
  read: async (run, { kind, needs, credentialFile: file }) => {
    if (!file) {
      throw usageFailure(
        kind === "gke" ? `no credential file is named.` : `--source credential-file does not go with ${kind}.`,
        kind === "gke" ? `Pass --credential-file, or set ${GOOGLE_CREDENTIAL_FILE}.` : "Choose another --source.",
      );
    }
    const { token, name } = await readCredentialSource(run, file);
    return subjectFromToken(token, needs, { name });
  },
};
