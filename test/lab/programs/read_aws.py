"""What a pod does in AWS: it lists one bucket, reads an object of it and a secret, and tries the next bucket."""

import json
import sys

import boto3
from botocore.exceptions import ClientError


def refusal(call):
    try:
        call()
        return "accepted"
    except ClientError as error:
        return error.response["Error"]["Code"]


bucket, neighbour = sys.argv[1:3]
s3 = boto3.client("s3")
secrets = boto3.client("secretsmanager")
names = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
print(
    json.dumps(
        {
            "names": names,
            "content": s3.get_object(Bucket=bucket, Key=names[0])["Body"].read().decode(),
            "secret": secrets.get_secret_value(SecretId="database")["SecretString"],
            "neighbour": refusal(lambda: s3.list_objects_v2(Bucket=neighbour)),
            "write": refusal(lambda: s3.put_object(Bucket=bucket, Key="new", Body=b"new")),
            "buckets": refusal(s3.list_buckets),
            "other secret": refusal(lambda: secrets.get_secret_value(SecretId="root")),
        }
    )
)
