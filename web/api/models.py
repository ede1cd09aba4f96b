"""What all resources share: kinds of fields, pages, problems."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")
# What no database holds and nobody types; tab and line ends may stand in a text.
_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
Line = Annotated[str, StringConstraints(max_length=300, pattern=_PLAIN)]
Words = Annotated[str, StringConstraints(max_length=10_000, pattern=_PLAIN)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_PLAIN)]
Cursor = Annotated[str, StringConstraints(max_length=400, pattern=r"^[A-Za-z0-9_.-]*$")]
Level = Annotated[int, Field(ge=1, le=5)]
Shift = Literal["day", "evening", "night", "rotating"]
WorkCondition = Literal["heavy", "harmful", "dangerous"]


class RequestModel(BaseModel):
    """What a program sends: unknown fields are refused, and no kind of value is taken for another."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class ResponseModel(BaseModel):
    """What a program is told."""

    model_config = ConfigDict(frozen=True)


class PageQuery(BaseModel):
    """Where a page begins and how long it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: Cursor = Field(default="", description="`next` of the page before; empty for the first page.")
    limit: int = Field(default=50, ge=1, le=200, description="Most items of a page.")


class NoQuery(BaseModel):
    """Nothing may stand in the query."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(ResponseModel, Generic[Item]):
    """One page; `next` is null on the last one."""

    items: list[Item]
    next: str | None = None


class Fault(ResponseModel):
    """One field that does not fit; `pointer` is a JSON pointer into the body, or the name of a parameter."""

    pointer: str
    code: str
    detail: str


class Problem(ResponseModel):
    """A fault as RFC 9457 tells it, in the language of Accept-Language (kk, ru, en)."""

    type: str
    title: str
    status: int
    errors: list[Fault] = []


class LanguageOut(ResponseModel):
    """A language with a CEFR level, empty where none was stated."""

    language: str
    level: str


class SkillOut(ResponseModel):
    """A skill with its label in the reader's language; `level` is null where none was stated."""

    skill_id: str
    label: str
    level: int | None


class GapOut(ResponseModel):
    """A need not met, in levels."""

    skill_id: str
    label: str
    levels: int
    essential: bool


class ReasonOut(ResponseModel):
    """A reason as code and parameters, and as a sentence in the reader's language."""

    code: str
    params: list[str]
    text: str
