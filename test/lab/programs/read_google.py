"""What a pod does in Google Cloud: it lists one bucket, reads an object of it, writes to another, and tries the next bucket."""

import json
import os
import sys

from google.api_core.exceptions import GoogleAPICallError
from google.cloud import storage


def refusal(call):
    try:
        call()
        return "accepted"
    except GoogleAPICallError as error:
        return str(int(error.code))


bucket, neighbour, drop, prefix = sys.argv[1:5]
universe = os.environ.get("GOOGLE_CLOUD_UNIVERSE_DOMAIN")
client = storage.Client(client_options={"universe_domain": universe} if universe else None)
names = [blob.name for blob in client.list_blobs(bucket)]
write = lambda name: client.bucket(drop).blob(name).upload_from_string("new")
write(f"{prefix}new")
print(
    json.dumps(
        {
            "names": names,
            "content": client.bucket(bucket).blob(names[0]).download_as_text(),
            "neighbour": refusal(lambda: list(client.list_blobs(neighbour))),
            "write": refusal(lambda: client.bucket(bucket).blob("new").upload_from_string("new")),
            "other prefix": refusal(lambda: write("other/new")),
            "bucket": refusal(lambda: client.get_bucket(bucket)),
        }
    )
)
