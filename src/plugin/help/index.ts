/** What helps a person and no client runs: a file of its own, which the executable loads on demand. */
export { doctor } from "./doctor";
export { help } from "./text";
