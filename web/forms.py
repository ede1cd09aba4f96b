"""The base of every form: errors are keys of the catalogues; the token against forgery comes by itself."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

REQUIRED = InputRequired("ui.form.required")


class HouseForm(FlaskForm):  # type: ignore[misc]
    """Validators' messages are keys; ``_form.html`` shows them beside their field."""


class SignInForm(HouseForm):
    """Login and password."""

    login = StringField("ui.form.login", [REQUIRED, Length(max=320, message="ui.form.too_long")])
    password = PasswordField("ui.form.password", [REQUIRED])


class CodeForm(HouseForm):
    """A one-time code."""

    code = StringField("ui.form.code", [REQUIRED, Length(max=64, message="ui.form.too_long")])


class SecondFactorForm(HouseForm):
    """A code of the telephone, or a recovery code."""

    code = StringField(
        "ui.factor.code",
        [REQUIRED, Length(max=64, message="ui.form.too_long")],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )


class PasswordForm(HouseForm):
    """Another password."""

    current = PasswordField("ui.form.current", [REQUIRED])
    new = PasswordField("ui.form.new", [REQUIRED])


class IssueForm(HouseForm):
    """Whom a code is printed for."""

    login = StringField("ui.form.jobseeker_login", [REQUIRED, Length(max=320, message="ui.form.too_long")])
