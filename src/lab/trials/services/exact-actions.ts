import { requestTrial } from "./requests";

/** It may use exactly what was declared, and nothing else that anything grants to its identity. */
export const exactActions = requestTrial("exact-actions", "own");
