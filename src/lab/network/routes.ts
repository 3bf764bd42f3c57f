import { Handler, LabRequest } from "./http";

/** What of a host a handler answers for. */
interface Route {
  /** Undefined for every port. */
  readonly port?: number;
  /** The beginning of paths, without a slash at the end. */
  readonly prefix: string;
  readonly handler: Handler;
}

/** What the lab plays, by host, port and the beginning of the path: several issuers and API servers can share a host. */
export class Routes {
  private readonly routes = new Map<string, Route[]>();

  /** Answers for a whole host. */
  public host(host: string, handler: Handler): void {
    this.add(host, { prefix: "", handler });
  }

  /** Answers for what lies below a URL; the handler sees whole paths. */
  public url(url: string, handler: Handler): void {
    const { hostname, pathname } = new URL(url);
    this.add(hostname, { prefix: pathname.replace(/\/$/, ""), handler });
  }

  /** Answers for a server below a URL; the handler sees paths without the URL's own. */
  public server(url: string, handler: Handler): void {
    const { hostname, pathname, port } = new URL(url);
    const prefix = pathname.replace(/\/$/, "");
    const rest = (text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
    const below: Handler = (request) => {
      const target = request.target === undefined ? {} : { target: rest(request.target).replace(/^(?!\/)/, "/") };
      return handler({ ...request, path: rest(request.path) || "/", ...target });
    };
    this.add(hostname, { port: Number(port) || 443, prefix, handler: below });
  }

  /** One handler a host, which finds the route with the longest path. */
  public get handlers(): ReadonlyMap<string, Handler> {
    return new Map([...this.routes].map(([host, routes]) => [host, dispatch(routes)]));
  }

  private add(hostname: string, route: Route): void {
    const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
    this.routes.set(host, [...(this.routes.get(host) ?? []), route]);
  }
}

function dispatch(routes: readonly Route[]): Handler {
  const longestFirst = [...routes].sort((a, b) => b.prefix.length - a.prefix.length);
  return (request) => {
    const found = longestFirst.find((route) => isFor(route, request));
    return found ? found.handler(request) : { status: 404, body: "The lab plays nothing at this path.\n" };
  };
}

function isFor({ port, prefix }: Route, request: LabRequest): boolean {
  if (port !== undefined && port !== request.port) return false;
  return prefix === "" || request.path === prefix || request.path.startsWith(`${prefix}/`);
}
