"""The vendors' SDKs of Python as clients of a lab that runs: what each gets, or the code of its refusal, as lines of JSON."""

import json
import os
import re
import sys

import azure.core.exceptions
import azure.identity
import boto3
import botocore.config
import botocore.exceptions
import google.auth.exceptions
import google.auth.identity_pool
import google.auth.transport.requests
import kubernetes

PLATFORM = "https://www.googleapis.com/auth/cloud-platform"


def aws(asked):
    """boto3's own provider of web identities, as a pod of EKS has it."""
    config = botocore.config.Config(retries={"total_max_attempts": 1})
    session = boto3.session.Session(region_name=asked["region"])
    try:
        return {"arn": session.client("sts", config=config).get_caller_identity()["Arn"]}
    except botocore.exceptions.ClientError as error:
        return {"refused": error.response["Error"]["Code"]}


def google_(asked):
    credentials = google.auth.identity_pool.Credentials.from_info(asked["info"], scopes=[PLATFORM])
    try:
        credentials.refresh(google.auth.transport.requests.Request())
        return {"token": credentials.token}
    except google.auth.exceptions.OAuthError as error:
        return {"refused": str(error.args[0])}


def azure_(asked):
    credential = azure.identity.WorkloadIdentityCredential(retry_total=0)
    try:
        return {"token": credential.get_token(asked["scope"]).token}
    except azure.core.exceptions.ClientAuthenticationError as error:
        return {"refused": re.search(r"AADSTS(\d+)", str(error)).group(1)}


def kubernetes_(asked):
    """A kubeconfig of the library, which starts the plugin, and two questions to the API server."""
    configuration = kubernetes.client.Configuration()
    loader = kubernetes.config.new_client_from_config
    api = loader(config_file=asked["kubeconfig"], context=asked["context"], client_configuration=configuration)
    api.configuration.proxy = os.environ["HTTPS_PROXY"]
    api.configuration.ssl_ca_cert = os.environ["SSL_CERT_FILE"]
    api = kubernetes.client.ApiClient(api.configuration)
    try:
        review = kubernetes.client.AuthenticationV1Api(api).create_self_subject_review({})
        listed = {}
        for namespace in asked["namespaces"]:
            try:
                kubernetes.client.CoreV1Api(api).list_namespaced_pod(namespace)
                listed[namespace] = 200
            except kubernetes.client.exceptions.ApiException as error:
                listed[namespace] = error.status
        return {"user": review.status.user_info.username, "listed": listed}
    except kubernetes.client.exceptions.ApiException as error:
        return {"refused": str(error.status)}


HANDLERS = {"aws": aws, "google": google_, "azure": azure_, "kubernetes": kubernetes_}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        os.environ.clear()
        os.environ.update(asked["environment"])
        try:
            answer = {"answer": HANDLERS[asked["op"]](asked)}
        except Exception as error:  # An error is an answer too.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
