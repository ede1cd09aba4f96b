"""From rows to records."""

from datetime import date

import pytest

from matcher.bootstrap import build
from matcher.core.record_mapping import RecordParser
from matcher.core.tables import RawRow, check


@pytest.fixture(scope="module")
def read_vacancy():
    container = build()

    def read(**cells):
        row = RawRow("v.csv", 2, {"vacancy_id": "V1", **cells})
        return RecordParser(container.resolver, container.places, date(2026, 11, 24)).vacancies(
            check("vacancies", [row]).accepted
        )[0]

    return read


def test_what_an_employer_declared_is_never_filled_up(read_vacancy):
    vacancy = read_vacancy(title="Электрогазосварщик", essential_skills="mig-mag-welding:3")
    assert [(need.skill_id, need.level) for need in vacancy.needs] == [("mig-mag-welding", 3)]
    assert not vacancy.needs_from_occupation


def test_a_description_of_transversal_skills_alone_borrows_the_skills_of_the_occupation_and_says_so(read_vacancy):
    vacancy = read_vacancy(
        title="Электрогазосварщик", description="Умение работать в команде. Пунктуальность. Честность."
    )
    named = {need.skill_id for need in vacancy.needs}
    assert vacancy.needs_from_occupation
    assert {"work-in-a-team", "manual-arc-welding"} <= named


def test_a_description_with_two_skills_of_the_trade_stands_alone(read_vacancy):
    vacancy = read_vacancy(title="Электрогазосварщик", description="Ручная дуговая сварка, газовая резка металла.")
    assert not vacancy.needs_from_occupation


def test_a_word_of_another_stem_names_no_skill(read_vacancy):
    vacancy = read_vacancy(title="Администратор", description="Встреча гостей и детей, посты для аудитории")
    assert "product-certification" not in {need.skill_id for need in vacancy.needs}
    assert "use-restaurant-pos" not in {need.skill_id for need in vacancy.needs}
