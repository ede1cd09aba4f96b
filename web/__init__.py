"""The pages: server-rendered, in Kazakh, Russian and English.

How a page is added
-------------------
1. A view in the blueprint of its actor; it takes ``language`` first, because every address begins with it::

       @staff.route("/vacancies/<public_id>/note", methods=["GET", "POST"])
       @policy("staff")
       def note(language: str, public_id: str) -> Page: ...

   ``policy`` (web/policies.py) names roles, ``everyone`` or ``signed_in``; a route without one answers 403 and fails the tests.
   A page that people look for gets a line in web/navigation.py.
2. Whose page: ``current_user()`` (web/sessions.py) gives role, ``centre_id``, ``employer_id``, ``jobseeker_id``. A role alone is not
   enough: ask the services for records of that centre or person, and ``abort(404)`` for others, as for those that do not exist.
3. A form: a class in web/forms.py from ``HouseForm``; labels and messages are keys of the catalogues. In the template
   ``{% from '_form.html' import fields with context %}`` and ``{{ fields(form, say) }}`` inside ``<form method="post">``; a form by
   hand brings ``<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">``. Wrong input: the form again with 400, what was
   typed kept (never passwords); after a write ``redirect(..., 303)``.
4. A template extends ``base.html``, has one ``<h1>`` and says every word by ``say('ui....')``; three catalogues together. No inline
   script, style or ``on...`` attribute: the content policy refuses them. Files go to ``static``.
5. Faults: ``abort(400, 403, 404, 409, 413, 429)``; web/errors.py shows them in the reader's language. Say nothing of internals.
6. Add the endpoint to ``ALLOWED`` in tests/web/test_policies.py: all routes are opened as five identities.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from matcher.application import Application
from matcher.bootstrap import Container
from matcher.core.records import LANGUAGES
from matcher.ports import Repository
from matcher.services.identity import Identity
from web.accounts import accounts
from web.advice import advice
from web.api import open_api
from web.auth import auth
from web.bearer import is_api
from web.border import keep_border
from web.compression import pack_answers
from web.context import clock_of, today
from web.employers import employers
from web.errors import tell_faults
from web.exports import exports
from web.i18n import Sentences
from web.imports import imports
from web.journal import keep_journal
from web.navigation import links_of, page_of
from web.overview import overview
from web.policies import policy, require_policy
from web.reads import reads
from web.second_factor import second_factor
from web.security import secure
from web.sessions import current_user, name_of, wrong_tries
from web.staff import staff
from web.unknown import unknown
from web.words import words

BLUEPRINTS = (
    auth,
    accounts,
    advice,
    employers,
    exports,
    overview,
    imports,
    reads,
    second_factor,
    staff,
    unknown,
    words,
)


def create_app(
    container: Container,
    *,
    production: bool = False,
    identity: Identity | None = None,
    repository: Repository | None = None,
    demo_logins: Sequence[str] = (),
) -> Flask:
    """Make the application.

    Parameters
    ----------
    house : Container
        For labels of skills and places, the language at first visit, secrets and storage.
    production : bool
        Cookies go over HTTPS only, and secrets must be fit for it.
    identity : Identity, optional
        Lets people in; from the house's storage when not given.
    repository : Repository, optional
        What centres keep; the house's own when not given.
    demo_logins : sequence of str
        Accounts of an invented town that the sign-in page tells; their passwords it never does.

    Raises
    ------
    UsageError
        In production, for secrets and settings that are not fit for it.
    """
    app = Flask(__name__)
    if production:
        container.check_production()
    services = Application(container, lambda: clock_of(app), repository=repository, identity=identity)
    app.extensions["matcher"] = services
    if production:
        # Nothing asks the database until somebody signs in; production finds out at its start what is wrong with it.
        _ = services.identity
    app.config["LANGUAGE"] = container.settings.language
    app.config["DEMO_LOGINS"] = tuple(demo_logins)
    sentences: dict[str, Sentences] = {language: Sentences(container, language) for language in LANGUAGES}

    @app.before_request
    def choose_language() -> None:
        # A fault has no route; its page still speaks the language of its address.
        asked = (request.view_args or {}).get("language", request.path.split("/")[1])
        if is_api():
            asked = request.accept_languages.best_match(LANGUAGES, container.settings.language)
        g.say = sentences.get(asked, sentences[container.settings.language])
        if "language" in (request.view_args or {}) and asked not in sentences:
            raise NotFound

    keep_border(app, container.field_lengths)
    keep_journal(app)
    app.before_request(require_policy)
    pack_answers(app)
    secure(app, container.secret_key, production=production)
    tell_faults(app)
    _tell_templates(app, container)

    @app.get("/")
    @policy("everyone")
    def first() -> Response:
        return redirect(page_of(current_user(), container.settings.language))

    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix="/<language>")
    open_api(app)
    return app


def _tell_templates(app: Flask, container: Container) -> None:
    @app.context_processor
    def words_of_all_pages() -> dict[str, object]:
        user = current_user()
        return {
            "say": g.say,
            "languages": LANGUAGES,
            "in_language": _in_language,
            "name_of": name_of,
            "wrong_tries": wrong_tries,
            "user": user,
            "navigation": links_of(user, g.say.language),
            "versions": {"model": container.settings.model, "taxonomy": container.taxonomy.version, "as_of": today()},
        }


def _in_language(language: str) -> str:
    """Give the address of this page in another language; what stands in the query cannot name a route's own words."""
    if request.endpoint is None or "language" not in (request.view_args or {}):
        return page_of(current_user(), language)
    address = url_for(request.endpoint, **{**(request.view_args or {}), "language": language})
    query = request.query_string.decode("utf-8", "replace")
    return f"{address}?{query}" if query else address
