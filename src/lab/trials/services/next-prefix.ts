import { requestTrial } from "./requests";

/** It may not use objects whose names begin otherwise than was declared. */
export const nextPrefix = requestTrial("next-prefix", "next-prefix");
