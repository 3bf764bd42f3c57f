/** An address, in IPv4 or IPv6, and not a name. */
export function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}

/** The addresses that a hosts file gives a name, each once, in its order ("hosts(5)", Linux manual). */
export function addressesIn(hostsFile: string, name: string): string[] {
  const found: string[] = [];
  // The file may have megabytes: of its lines only those with the name are taken out.
  for (const { index } of hostsFile.matchAll(new RegExp(name.replace(/\W/g, "\\$&"), "gi"))) {
    const [line] = hostsFile.slice(hostsFile.lastIndexOf("\n", index) + 1).split(/[#\n]/, 1);
    const [address, ...names] = line.trim().toLowerCase().split(/\s+/);
    if (names.includes(name) && isAddress(address) && !found.includes(address)) found.push(address);
  }
  return found;
}

/** Whether a name switch file lets names be found by the hosts file and by DNS alone ("nsswitch.conf(5)"). */
export function isHostsAndDns(switchFile: string): boolean {
  const ways = /^[ \t]*hosts:(.*)$/m
    .exec(switchFile)?.[1]
    .split("#")[0]
    .replace(/\[[^\]]*\]/g, " ");
  return (ways ?? "").split(/\s+/).every((way) => ["", "files", "dns", "myhostname"].includes(way));
}

/** The names to ask DNS for, best first: with each domain of the search list and alone ("resolv.conf(5)"). */
export function namesToAsk(resolverFile: string, name: string): string[] {
  if (name.endsWith(".")) return [name];
  let domains: string[] = [];
  let dots = 1;
  for (const line of resolverFile.split("\n")) {
    const [word, ...rest] = line.split(/[#;]/)[0].trim().split(/\s+/);
    if (/^(search|domain)$/.test(word)) domains = rest;
    const wanted = word === "options" && rest.map((option) => /^ndots:(\d+)$/.exec(option)?.[1]).find(Boolean);
    if (wanted) dots = Math.min(15, Number(wanted));
  }
  const within = domains.filter((domain) => domain !== ".").map((domain) => `${name}.${domain.replace(/\.$/, "")}`);
  return name.split(".").length - 1 >= dots ? [name, ...within] : [...within, name];
}
