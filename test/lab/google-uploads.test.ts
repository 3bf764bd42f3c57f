import { GoogleUploads } from "../../src/lab/services/google-uploads";
import { LabRequest } from "../../src/lab/network/http";

/** Cloud Storage documentation: "Perform resumable uploads", with the ranges of its examples. */
const request = (url: string, headers: Record<string, string> = {}, body = ""): LabRequest => {
  const { hostname: host, pathname: path, searchParams: query } = new URL(url);
  return { method: "PUT", host, port: 443, path, query, headers, body: Buffer.from(body) };
};
const START = "https://storage.googleapis.com/upload/storage/v1/b/drop/o?uploadType=resumable&name=big";

let uploads: GoogleUploads;
let session: string;
beforeEach(() => {
  uploads = new GoogleUploads();
  session = uploads.begin(request(START), "drop", "big").headers?.location ?? "";
});
const send = (range: string, body = "") => uploads.take(request(session, { "content-range": range }, body));

it("takes an object in several requests, and tells how much has come", () => {
  expect(send("bytes */6")).toMatchObject({ status: 308, headers: {} });
  expect(send("bytes 0-3/*", "abcd")).toMatchObject({ status: 308, headers: { range: "bytes=0-3" } });
  expect(send("bytes */*")).toMatchObject({ status: 308, headers: { range: "bytes=0-3" } });
  expect(send("bytes 4-5/6", "ef")).toEqual({ bucket: "drop", name: "big", content: "abcdef" });
});

it("asks again for what is missing before bytes that come out of order", () => {
  expect(send("bytes 4-5/6", "ef")).toMatchObject({ status: 308, headers: {} });
});

it("takes an object of unknown length in one request", () => {
  expect(send("bytes 0-*/*", "abc")).toEqual({ bucket: "drop", name: "big", content: "abc" });
});

it.each([
  ["a range that does not match the body", "bytes 0-9/10", "The Content-Range header does not match the body."],
  ["no range", "abc", "The Content-Range header is malformed."],
])("refuses %s", (_what, range, message) => {
  const answer = send(range, "abc");
  expect("body" in answer && JSON.parse(answer.body)).toMatchObject({ error: { code: 400, message } });
});

it("knows no session that it did not begin, and none twice", () => {
  send("bytes 0-0/1", "a");
  expect(send("bytes 0-0/1", "a")).toMatchObject({ status: 404 });
});
