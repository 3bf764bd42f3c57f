"""What a pod does in Azure: it lists the containers of one account, reads a blob and a secret, and tries the next account and vault."""

import json
import sys

from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient
from azure.storage.blob import BlobServiceClient


def refusal(call):
    try:
        call()
        return "accepted"
    except HttpResponseError as error:
        return f"{error.status_code} {getattr(error, 'error_code', None) or error.error.code}"


account, vault, *domains = sys.argv[1:]
blob_domain, vault_domain = domains or ("blob.core.windows.net", "vault.azure.net")
credential = DefaultAzureCredential()
blobs = lambda name: BlobServiceClient(f"https://{name}.{blob_domain}", credential)
secrets = lambda name: SecretClient(f"https://{name}.{vault_domain}", credential)
own = blobs(account)
container = own.get_container_client([one.name for one in own.list_containers()][0])
names = list(container.list_blob_names())
print(
    json.dumps(
        {
            "names": names,
            "content": container.download_blob(names[0]).readall().decode(),
            "secret": secrets(vault).get_secret("database").value,
            "neighbour": refusal(lambda: list(blobs(f"{account}2").list_containers())),
            "write": refusal(lambda: container.upload_blob("new", b"new")),
            "other vault": refusal(lambda: secrets(f"{vault}-2").get_secret("database")),
        }
    )
)
