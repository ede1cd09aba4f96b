"""``/api/v1``: the same services and rules as the pages, for programs.

How an operation is added
-------------------------
A view in the module of its resource, under three decorators::

    @api.get("/courses/<uuid:public_id>")
    @policy("staff", "employer")
    @operation(Operation(CourseOut))
    def course(public_id: UUID) -> CourseOut: ...

What comes in and goes out are models of pydantic; the OpenAPI document is made from these declarations and the docstring, so that it
cannot tell another story than the code. A person leaves only through :mod:`web.api.people`. Faults are raised as everywhere
(``abort``, UsageError, ConflictError) and told as problem+json. Add the endpoint to ``ALLOWED`` in tests/web/test_policies.py.
"""

from __future__ import annotations

from flask import Flask

from web.api import courses, document, needs, outcomes, people, recommended
from web.api.blueprint import api

RESOURCES = (courses, document, needs, outcomes, people, recommended)


def open_api(app: Flask) -> None:
    """Open the API of an application; a token stands for the form's token against forgery."""
    app.extensions["csrf"].exempt(api)
    app.register_blueprint(api)
