/** Lets a program's clock run ahead, by the seconds that a file holds: for what SDKs keep for minutes. Loaded by `--import`. */
import { readFileSync } from "node:fs";

const { now } = Date;
Date.now = () => now() + Number(readFileSync(process.env.CLOCK_AHEAD, "utf8")) * 1000;
