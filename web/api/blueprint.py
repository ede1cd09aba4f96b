"""What every operation hangs on."""

from __future__ import annotations

from flask import Blueprint

ROOT = "/api/v1"
api = Blueprint("api", __name__, url_prefix=ROOT)
