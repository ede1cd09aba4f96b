"""Answers leave packed where the browser takes it: a page is small on a cheap phone without a proxy too."""

from __future__ import annotations

import gzip
import secrets
from io import BytesIO

from flask import Flask, request
from werkzeug.wrappers import Response

PACKED = frozenset(
    {
        "application/json",
        "application/problem+json",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
    }
)
LEAST_BYTES = 500
LEVEL = 5
"""Of 1 to 9: more takes longer than it saves on the way."""
MOST_PADDING = 100


def pack_answers(app: Flask) -> None:
    """Pack what an application answers with gzip.

    Notes
    -----
    A page holds what its address asked for beside what is secret, so its length would tell of the secret (BREACH). The header of
    gzip has a name of random length: each answer is that much longer (Heal the BREACH, Palacios and others, IEEE Access 2022).
    """

    @app.after_request
    def pack(response: Response) -> Response:
        if response.mimetype not in PACKED:
            return response
        response.vary.add("Accept-Encoding")
        is_whole = response.status_code != 206 and "Content-Encoding" not in response.headers
        if not is_whole or not request.accept_encodings.quality("gzip"):
            return response
        response.direct_passthrough = False
        content = response.get_data()
        if len(content) < LEAST_BYTES:
            return response
        response.set_data(packed(content))
        response.headers["Content-Encoding"] = "gzip"
        etag, _ = response.get_etag()
        if etag:
            # Other bytes, the same meaning.
            response.set_etag(etag, weak=True)
        return response


def packed(content: bytes) -> bytes:
    """Pack bytes with gzip; the result of the same bytes is of another length each time.

    Examples
    --------
    >>> gzip.decompress(packed(b"a page")) == b"a page"
    True
    """
    packing = BytesIO()
    name = "n" * (1 + secrets.randbelow(MOST_PADDING))
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=packing, mtime=0) as file:
        file.write(content)
    return packing.getvalue()
