"""Driver of alibabacloud-ecs20140526, the generated Python client on Tea."""

import inspect
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
from driver_base import Unfit, credentials, scheme_and_host, serve  # noqa: E402

from alibabacloud_ecs20140526 import client, models  # noqa: E402
from alibabacloud_tea_openapi import utils_models  # noqa: E402
from alibabacloud_tea_openapi.utils import Utils  # noqa: E402
from darabonba.policy.retry import RetryOptions  # noqa: E402
from darabonba.runtime import RuntimeOptions  # noqa: E402

RETRIED = ["ServerException", "ThrottlingException", "RetryError"]


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def fields_of(model):
    """{name on the wire: (name in the model, declared type)}, asked of the model itself."""
    types = {name: parameter.annotation
             for name, parameter in inspect.signature(model).parameters.items()
             if parameter.annotation in ("str", "int", "bool")}
    return {wire: (name, types[name])
            for wire, name in model(**{name: name for name in types}).to_map().items()}


class Driver:
    library = "alibabacloud-ecs20140526"
    modes = {"v3": ("v3", "POST"), "v1": ("v1", "POST")}
    calls = ["typed", "generic"]
    cannot = []

    def start(self, mode, request):
        key, secret, token = credentials(request)
        scheme, host = scheme_and_host(request["endpoint"])
        attempts = request.get("retries", 0)
        retries = RetryOptions({"retryable": True, "retryCondition": [{
            "maxAttempts": attempts, "exception": RETRIED, "errorCode": [],
            "backoff": {"policy": "Fixed", "period": 1}}]})
        self.client = client.Client(utils_models.Config(
            access_key_id=key, access_key_secret=secret, security_token=token, protocol=scheme,
            endpoint=host, region_id=request["region"], retry_options=retries if attempts else None,
            signature_algorithm="v2" if mode == "v1" else None))
        limits = request["timeout_ms"]
        self.runtime = RuntimeOptions(autoretry=False, connect_timeout=limits["connect"],
                                      read_timeout=limits["read"])

    def typed(self, operation, version, parameters):
        method = getattr(self.client, snake(operation) + "_with_options", None)
        model = getattr(models, operation + "Request", None)
        if method is None or version != "2014-05-26":
            raise Unfit(f"no method for {operation} of {version}")
        fields = fields_of(model)
        for name, value in parameters.items():
            if name not in fields:
                raise Unfit(f"the model has no {name}")
            if value is not None and type(value).__name__ != fields[name][1]:
                raise Unfit(f"{name} is declared as {fields[name][1]}")
        request = model(**{fields[name][0]: value for name, value in parameters.items()})

        def send():
            answer = method(request, self.runtime)
            body = answer.body
            return (body and body.to_map(), answer.status_code,
                    getattr(body, "request_id", None))
        return send

    def generic(self, operation, version, parameters):
        request = utils_models.OpenApiRequest(query=Utils.query(parameters))
        how = utils_models.Params(
            action=operation, version=version, protocol="HTTPS", pathname="/", method="POST",
            auth_type="AK", style="RPC", req_body_type="formData", body_type="json")

        def send():
            answer = self.client.call_api(how, request, self.runtime)
            body = answer.get("body")
            request_id = body.get("RequestId") if isinstance(body, dict) else None
            return body, answer.get("statusCode"), request_id
        return send

    def error(self, e):
        return (getattr(e, "code", None), getattr(e, "message", str(e)),
                getattr(e, "status_code", None), getattr(e, "request_id", None))


serve(Driver())
