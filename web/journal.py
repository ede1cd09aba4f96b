"""What the journal is told of requests: the name of the page, never its address; the class of a fault, never its words."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, current_app, g, got_request_exception, request
from structlog.typing import FilteringBoundLogger
from werkzeug.serving import WSGIRequestHandler
from werkzeug.wrappers import Response

from matcher.adapters.journal import fault_fields, open_journal


def keep_journal(app: Flask) -> None:
    """Write a line for every request and every fault into ``app.extensions["journal"]``, which whoever serves may replace."""
    app.extensions["journal"] = open_journal()
    # Flask's own logger would write the text of the fault.
    app.logger.disabled = True

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def tell_request(response: Response) -> Response:
        if request.endpoint != "static":
            user = g.get("user")
            _journal().info(
                "request",
                status=response.status_code,
                milliseconds=round(1000 * (time.perf_counter() - g.began)) if "began" in g else 0,
                **_page(),
                **({"user_id": user.user_id} if user else {}),
            )
        return response

    def tell_fault(_: Flask, exception: BaseException, **__: object) -> None:
        _journal().error("fault", **_page(), **fault_fields(exception))

    got_request_exception.connect(tell_fault, app, weak=False)


def _journal() -> FilteringBoundLogger:
    journal: FilteringBoundLogger = current_app.extensions["journal"]
    return journal


def _page() -> dict[str, Any]:
    return {"endpoint": request.endpoint or "", "method": request.method}


class SilentRequests(WSGIRequestHandler):
    """Serves without lines of its own: they would hold addresses, and so what people typed."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""
