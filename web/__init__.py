"""The pages: server-rendered, in Kazakh, Russian and English, over the files of the last run."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from matcher.bootstrap import House
from matcher.core.records import LANGUAGES
from web.i18n import Sentences
from web.jobseekers import jobseekers
from web.run_store import RunStore
from web.staff import staff

CSP = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(house: House, folder: Path) -> Flask:
    """Make the application.

    Parameters
    ----------
    house : House
        For labels of skills and places, and the language at first visit.
    folder : Path
        Of a finished run.

    Raises
    ------
    InputError
        When the folder holds no finished run.
    """
    app = Flask(__name__)
    app.extensions["run_store"] = RunStore(folder, house)
    sentences: dict[str, Sentences] = {language: Sentences(house, language) for language in LANGUAGES}

    @app.before_request
    def choose_language() -> None:
        language = (request.view_args or {}).get("language", house.settings.language)
        if language not in sentences:
            g.say = sentences[house.settings.language]
            raise NotFound
        g.say = sentences[language]

    @app.context_processor
    def common_words() -> dict[str, object]:
        return {"say": g.say, "languages": LANGUAGES, "run": app.extensions["run_store"].summary}

    @app.after_request
    def strict_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if response.mimetype == "text/html":
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(HTTPException)
    def show_fault(fault: HTTPException) -> tuple[str, int]:
        key = "ui.not_found" if fault.code == 404 else "ui.server_error"
        return render_template("error.html", key=key), fault.code or 500

    @app.get("/")
    def first() -> Response:
        return redirect(url_for("staff.vacancies", language=house.settings.language))

    app.register_blueprint(staff, url_prefix="/<language>")
    app.register_blueprint(jobseekers, url_prefix="/<language>")
    return app
