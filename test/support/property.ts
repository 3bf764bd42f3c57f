import fc from "fast-check";

/** The seed of generated inputs: a run that fails fails again. Another one is tried with `TRUST_MESH_SEED`. */
export const SEED = Number(process.env.TRUST_MESH_SEED ?? 20_260_728);

fc.configureGlobal({ seed: SEED });

export default fc;
