"""Answers questions about AWS's API as lines of JSON: botocore's service models check arguments, moto takes objects by boto3."""

import json
import re
import sys

import boto3
import botocore.exceptions
import botocore.session
from moto import mock_aws

SESSION = botocore.session.Session()


def members(shape, value, place):
    """What a model says of an argument: its type, length, range, pattern and the values of an enumeration."""
    kind, rules = shape.type_name, shape.metadata
    types = {"string": str, "integer": int, "long": int, "boolean": bool, "list": list, "map": dict, "structure": dict}
    wanted = types.get(kind)
    if wanted and not isinstance(value, wanted):
        yield f"{place} is no {kind}"
        return
    size = value if kind in ("integer", "long") else len(value) if wanted in (str, list, dict) else None
    if size is not None and "min" in rules and size < rules["min"]:
        yield f"{place} is {size}, and at least {rules['min']} is wanted"
    if size is not None and "max" in rules and size > rules["max"]:
        yield f"{place} is {size}, and at most {rules['max']} is allowed"
    if kind == "string":
        # Java's classes, which Python's expressions do not know.
        pattern = rules.get("pattern", "").replace(r"\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}", r"\w\s\W")
        if pattern and not re.fullmatch(pattern, value):
            yield f"{place} is {value!r}, which {rules['pattern']} does not match"
        if rules.get("enum") and value not in rules["enum"]:
            yield f"{place} is {value!r}, and none of {', '.join(rules['enum'])}"
    elif kind == "list":
        for i, item in enumerate(value):
            yield from members(shape.member, item, f"{place}[{i}]")
    elif kind == "map":
        for key, item in value.items():
            yield from members(shape.key, key, f"{place} key")
            yield from members(shape.value, item, f"{place}.{key}")
    elif kind == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{place}.{name} is missing"
        for name, item in value.items():
            if name in shape.members:
                yield from members(shape.members[name], item, f"{place}.{name}")
            else:
                yield f"{place}.{name} is no argument"


def check(service, operation, arguments):
    model = SESSION.get_service_model(service).operation_model(operation)
    return list(members(model.input_shape, arguments, operation))


def take(calls):
    """Makes objects in an empty account, and gives AWS's errors, one for each call; null where there is none."""
    errors = []
    with mock_aws():
        for call in calls:
            client = boto3.client(call["service"], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
            method = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", call["operation"]).lower()
            method = method.replace("open_idconnect", "open_id_connect")
            try:
                getattr(client, method)(**call["arguments"])
                errors.append(None)
            except (botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError) as error:
                errors.append(str(error))
    return errors


def main():
    handlers = {
        "check": lambda asked: check(asked["service"], asked["operation"], asked["arguments"]),
        "take": lambda asked: take(asked["calls"]),
    }
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": handlers[asked["op"]](asked)}
        except Exception as error:  # An error is an answer too.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
