import { createHash, randomUUID } from "node:crypto";
import { STORAGE_AUDIENCE } from "../../vendor/azure/audiences";
import { decoded, Handler, LabRequest, LabResponse } from "../network/http";
import { AzureCaller } from "./azure-caller";
import { Objects, xmlText } from "./objects";

const ACTION = "Microsoft.Storage/storageAccounts/blobServices/containers";
const CONTAINER = "lab-container";
const VERSION = "2025-01-05";
const HEAD = '<?xml version="1.0" encoding="utf-8"?>';

/**
 * Blob Storage: List Containers, List Blobs, Get Blob, Put Blob.
 *
 * Azure Storage REST API: "Authorize with Microsoft Entra ID", "Status and error codes".
 */
export class AzureBlob {
  private readonly objects = new Objects();

  public constructor(private readonly caller: AzureCaller) {}

  public readonly handler: Handler = async (request) => {
    const { host, method, path, query } = request;
    const account = this.caller.idOf("Microsoft.Storage/storageAccounts", host.split(".")[0]);
    const [container = "", ...rest] = decoded(path).slice(1).split("/");
    const name = rest.join("/");
    const place = `${account}/blobServices/default/containers/${container}`;
    const action = actionOf(request, container, name);
    if (action === undefined) return error(501, "NotImplemented", "The lab does not play this operation.");
    const resource = container ? place : account;
    const decision = await this.caller.decide(request, STORAGE_AUDIENCE, { action, resource });
    if (!decision) return this.challenge();
    if (!decision.allowed) {
      const message = "This request is not authorized to perform this operation using this permission.";
      return error(403, "AuthorizationPermissionMismatch", message);
    }
    if (!container) return listing(host, "", `<Containers>${containerXml()}</Containers>`);
    if (!name) return this.list(host, container, place, query.get("prefix") ?? "");
    if (method !== "PUT") return this.read(place, name, method);
    this.objects.put(place, name, request.body.toString());
    return { status: 201, headers: { ...common(), ...tags(request.body.toString()) }, body: "" };
  };

  private challenge(): LabResponse {
    const told = `Bearer authorization_uri=${this.caller.authorityUrl}/oauth2/authorize resource_id=${STORAGE_AUDIENCE}`;
    const message =
      "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.";
    const refused = error(401, "NoAuthenticationInformation", message);
    return { ...refused, headers: { ...refused.headers, "www-authenticate": told } };
  }

  private list(host: string, container: string, place: string, prefix: string): LabResponse {
    const blobs = this.objects.list(place, prefix).map((name) => {
      const size = this.objects.get(place, name)?.length ?? 0;
      const properties = `<Content-Length>${size}</Content-Length><BlobType>BlockBlob</BlobType><Last-Modified>${new Date().toUTCString()}</Last-Modified>`;
      return `<Blob><Name>${xmlText(name)}</Name><Properties>${properties}</Properties></Blob>`;
    });
    return listing(host, ` ContainerName="${xmlText(container)}"`, `<Blobs>${blobs.join("")}</Blobs>`);
  }

  private read(place: string, name: string, method: string): LabResponse {
    const content = this.objects.get(place, name);
    if (content === undefined) return error(404, "BlobNotFound", "The specified blob does not exist.");
    const length = String(content.length);
    const range = { "content-range": `bytes 0-${content.length - 1}/${length}`, "content-length": length };
    const headers = { ...common(), ...tags(content), ...range, "x-ms-blob-type": "BlockBlob" };
    return { status: method === "HEAD" ? 200 : 206, headers, body: method === "HEAD" ? "" : content };
  }
}

/** The operation of a request; undefined for what is not played. */
function actionOf({ method, query }: LabRequest, container: string, name: string): string | undefined {
  const isList = method === "GET" && query.get("comp") === "list";
  if (!container) return isList ? `${ACTION}/read` : undefined;
  if (!name) return isList && query.get("restype") === "container" ? `${ACTION}/blobs/read` : undefined;
  if (query.has("comp")) return undefined;
  if (method === "PUT") return `${ACTION}/blobs/write`;
  return method === "GET" || method === "HEAD" ? `${ACTION}/blobs/read` : undefined;
}

function containerXml(): string {
  const properties = `<Last-Modified>${new Date().toUTCString()}</Last-Modified><Etag>"0x1"</Etag>`;
  return `<Container><Name>${CONTAINER}</Name><Properties>${properties}</Properties></Container>`;
}

function listing(host: string, attributes: string, body: string): LabResponse {
  const xml = `${HEAD}<EnumerationResults ServiceEndpoint="https://${host}/"${attributes}>${body}<NextMarker /></EnumerationResults>`;
  return { status: 200, headers: { ...common(), "content-type": "application/xml" }, body: xml };
}

function error(status: number, code: string, message: string): LabResponse {
  const id = randomUUID();
  const told = `${message}\nRequestId:${id}\nTime:${new Date().toISOString()}`;
  const headers = { ...common(), "content-type": "application/xml", "x-ms-error-code": code, "x-ms-request-id": id };
  return { status, headers, body: `${HEAD}<Error><Code>${code}</Code><Message>${xmlText(told)}</Message></Error>` };
}

function common() {
  return { "x-ms-version": VERSION, "x-ms-request-id": randomUUID() };
}

function tags(content: string) {
  const etag = `"0x${createHash("md5").update(content).digest("hex").slice(0, 15).toUpperCase()}"`;
  return { etag, "last-modified": new Date().toUTCString(), "content-type": "application/octet-stream" };
}
