"""Records survive JSON whole, and content older than a field still reads."""

import json
from datetime import UTC, date, datetime

import pytest

from matcher.core.record_json import decode_fields, encode, encode_fields
from matcher.core.records import Circumstances, HeldSkill, Jobseeker, LanguageLevel, Profile, SkillNeed, Vacancy
from matcher.core.records.centre import Objection

RECORDS = [
    Jobseeker(
        "J1",
        Profile((HeldSkill("weld", 3, "пісіру"),), languages=(LanguageLevel("kk", "C1"),)),
        Circumstances(licences=frozenset("BC"), shifts=frozenset(), hours_per_week=20.5, is_adult=True),
        False,
    ),
    Vacancy("V1", "Welder", (SkillNeed("weld", 3, False),), start_date=date(2026, 12, 1), languages=()),
    Objection("J1", "why", datetime(2026, 3, 2, 12, tzinfo=UTC), date(2026, 3, 5)),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_a_record_comes_back_from_json_as_it_was(record):
    content = json.loads(json.dumps(encode_fields(record)))
    assert type(record)(**decode_fields(type(record), content)) == record


def test_an_empty_list_is_not_an_unknown_one():
    assert encode_fields(Vacancy("V1", "x", languages=())) == {"vacancy_id": "V1", "title": "x", "languages": []}


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="object"):
        encode((object(),))


def test_a_name_that_the_record_no_longer_has_is_left_out():
    assert decode_fields(HeldSkill, {"skill_id": "weld", "gone": 1}) == {"skill_id": "weld"}
