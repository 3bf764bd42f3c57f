/** Tells what ran and what was skipped, by name, and ends with the counts. */
const { readFileSync } = require("node:fs");

const results = JSON.parse(readFileSync(process.argv[2], "utf8"));
const assertions = results.testResults.flatMap((file) => file.assertionResults);
const isSkipped = ({ status }) => status === "pending" || status === "skipped" || status === "todo";
const skipped = assertions.filter(isSkipped);

const TOOLS = {
  terraform: /terraform|stand-in|cdktf synth/i,
  kubectl: /kubectl/i,
  aws: /aws (cli|eks)/i,
  oracles: /\((go|npm|python)\)/i,
  chromium: /in a browser|chromium/i,
  shells: /dash|busybox|bash/i,
};
for (const [tool, pattern] of Object.entries(TOOLS)) {
  const suites = assertions.filter(({ fullName }) => pattern.test(fullName));
  const ran = suites.filter((assertion) => !isSkipped(assertion)).length;
  console.log(`${tool}: ${ran} tests ran, ${suites.length - ran} skipped`);
}
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
console.log(`${results.numPassedTests} passed, ${results.numFailedTests} failed, ${skipped.length} skipped`);
// What is skipped was not tried, so this run does not hold.
if (skipped.length > 0) process.exitCode = 1;
