"""What a label means elsewhere is no evidence where it means something else."""

import pytest

from matcher.bootstrap import build

RESOLVER = build().resolver


def named(text):
    return {each.concept_id for each in RESOLVER.mentions([text])[0] if each.concept_id}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("знание различных отраслей права", "driving-licence"),
        ("нормы трудового права", "driving-licence"),
        ("организация выставок-продаж", "sell-goods-in-a-shop"),
        ("построение воронки продаж", "sell-goods-in-a-shop"),
        ("ставить задачи программистам", "occ-programmer"),
        ("работа в связке с аналитиками", "occ-system-analyst"),
        ("руководство командой поваров", "occ-cook"),
        ("аспаздарға көмектесу", "occ-cook"),
        ("продвижение в Threads", "thread-cutting"),
        ("оформлять баг-репорты", "occ-journalist"),
        ("анализ операционных рисков", "operations-management"),
        ("настраивать программы 1С", "occ-1c-programmer"),
        ("сопровождение операций с активами", "patient-transfer"),
    ],
)
def test_a_word_that_means_something_else_there_names_no_concept(text, concept):
    assert concept not in named(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("есть права и машина", "driving-licence"),
        ("занимался сваркой на стройке", "welding"),
        ("опыт: продажа", "sell-goods-in-a-shop"),
        ("работала поваром в кафе", "occ-cook"),
        ("аспаз болып істедім", "occ-cook"),
        ("общительный, ответственный", "communicate-effectively"),
        ("опыт: Next.js", "use-react"),
        ("умею класть плитку", "lay-tiles"),
        ("кран айдаймын", "operate-overhead-cranes"),
        ("үйде торт пісіремін", "make-pastry-and-cakes"),
    ],
)
def test_a_word_that_means_its_label_is_still_found(text, concept):
    assert concept in named(text)


@pytest.mark.parametrize(
    "text", ["welding plus", "plus welding as well as plus", "C plus plus", "и также сварка", "сварка и/или и"]
)
def test_a_conjunction_beside_a_label_is_no_fault(text):
    assert isinstance(RESOLVER.mentions([text])[0], list)


@pytest.mark.parametrize(("text", "concept"), [("фигмв", "use-figma"), ("эксел", "use-spreadsheets")])
def test_a_short_word_with_one_wrong_letter_finds_its_only_label(text, concept):
    assert RESOLVER.resolve([text])[0].candidates[0].concept_id == concept
