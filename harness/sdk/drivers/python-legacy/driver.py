"""Driver of aliyun-python-sdk-ecs, the older generated Python client (aliyun-python-sdk-core)."""

import importlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
from driver_base import Unfit, credentials, scheme_and_host, serve  # noqa: E402

from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential  # noqa: E402
from aliyunsdkcore.client import AcsClient  # noqa: E402
from aliyunsdkcore.request import CommonRequest  # noqa: E402


class Driver:
    library = "aliyun-python-sdk-ecs"
    modes = {"post": ("v1", "POST"), "get": ("v1", "GET")}
    calls = ["typed", "generic"]
    # A success is the bytes of the body alone; the client's region stands in for a missing one.
    cannot = ["absent RegionId", "status", "request id"]

    def start(self, mode, request):
        key, secret, token = credentials(request)
        self.scheme, self.host = scheme_and_host(request["endpoint"])
        self.method = mode.upper()
        self.limits = {k: v / 1000 for k, v in request["timeout_ms"].items()}  # it takes seconds
        attempts = request.get("retries", 0)
        self.client = AcsClient(
            region_id=request["region"], auto_retry=attempts > 0, max_retry_time=attempts or None,
            credential=StsTokenCredential(key, secret, token) if token
            else AccessKeyCredential(key, secret))

    def typed(self, operation, version, parameters):
        name = f"aliyunsdkecs.request.v{version.replace('-', '')}.{operation}Request"
        try:
            make = getattr(importlib.import_module(name), operation + "Request")
        except ImportError:
            raise Unfit(f"no request class for {operation} of {version}") from None
        for name in parameters:
            if name != "RegionId" and not hasattr(make, "set_" + name):
                raise Unfit(f"the request class has no {name}")

        def fill(request):
            for name, value in parameters.items():
                if name == "RegionId":  # has no setter of its own in any request class
                    request.add_query_param(name, value)
                else:
                    getattr(request, "set_" + name)(value)
        return lambda: self.send(make(), fill)

    def generic(self, operation, version, parameters):
        def fill(request):
            for name, value in parameters.items():
                request.add_query_param(name, value)
        return lambda: self.send(CommonRequest(self.host, version, operation), fill)

    def send(self, request, fill):
        request.set_endpoint(self.host)
        request.set_protocol_type(self.scheme)
        request.set_method(self.method)
        request.set_connect_timeout(self.limits["connect"])
        request.set_read_timeout(self.limits["read"])
        fill(request)
        body = self.client.do_action_with_exception(request)
        try:
            return json.loads(body), None, None
        except (ValueError, RecursionError):  # the library hands over whatever came
            return body.decode("utf-8", "replace"), None, None

    def error(self, e):
        def ask(getter, otherwise=None):
            return getattr(e, getter)() if hasattr(e, getter) else otherwise
        return (ask("get_error_code"), ask("get_error_msg", str(e)), ask("get_http_status"),
                ask("get_request_id"))


serve(Driver())
