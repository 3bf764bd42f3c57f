"""Pods that live long: at each line of input the clients of each cloud, made once, read again. Answers are lines of JSON."""

import json
import sys

import boto3
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient
from google.cloud import storage

s3 = boto3.client("s3")
vault = SecretClient("https://acme-vault.vault.azure.net", DefaultAzureCredential())
blob = storage.Client().bucket("acme-exports").blob("lab-object")
READ = {
    "aws": lambda: s3.get_object(Bucket="acme-reports", Key="lab-object")["Body"].read().decode(),
    "azure": lambda: vault.get_secret("database").value,
    "google": blob.download_as_text,
}

for line in sys.stdin:
    try:
        answer = READ[json.loads(line)["op"]]()
    except Exception as error:  # A refusal is an answer too.
        answer = f"refused: {error}"
    print(json.dumps({"answer": answer}), flush=True)
