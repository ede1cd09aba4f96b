"""No text makes a reader slow: every pattern is bounded, and every reader grows in proportion to what it reads."""

import contextlib
import importlib
import inspect
import pkgutil
import re
import time
from re import _constants, _parser

import pytest

import matcher
import web
from matcher.adapters.import_folder import safe_name
from matcher.adapters.tables_io import reading, writing
from matcher.adapters.tables_io.csv_rows import find_delimiter
from matcher.bootstrap import build
from matcher.core import cell_lists, cells, wording
from matcher.core.taxonomy import title_forms, titles
from matcher.core.text import alphabetical, normal, phrases, statements, stemming, stopwords
from matcher.core.text.bounds import bounded
from matcher.errors import MatcherError
from matcher.services.search.query_parsing import parse_query
from matcher.services.type_ahead import TypeAhead

# ---- patterns

NO_TEXT_OF_PEOPLE = {"matcher.adapters.esco", "matcher.adapters.esco_files", "matcher.adapters.title_files"} | {
    "matcher.adapters.benchmark_files"
}
"""Files of the installation itself."""
REVIEWED = {
    ("matcher.core.text.bounds", "_REPEAT"): "reads our own patterns",
    ("matcher.core.taxonomy.ambiguity", "_OTHER_PEOPLE"): "one folded word at a time, at its end",
}


def n_unbounded(tree):
    """Count the repeats without an upper bound that may be tried again with fewer letters."""
    n = 0
    for op, given in tree:
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
            n += given[1] is _constants.MAXREPEAT and op is not _constants.POSSESSIVE_REPEAT
            n += n_unbounded(given[2])
        elif op is _constants.SUBPATTERN:
            n += n_unbounded(given[3])
        elif op is _constants.BRANCH:
            n += sum(n_unbounded(branch) for branch in given[1])
        elif op in (_constants.ASSERT, _constants.ASSERT_NOT):
            n += n_unbounded(given[1])
        elif op is _constants.ATOMIC_GROUP:
            n += n_unbounded(given)
    return n


def is_one_class(tree):
    """``\\w+`` alone takes a run whole; nothing after it can fail."""
    return len(tree) == 1 and tree[0][0] is _constants.MAX_REPEAT and len(tree[0][1][2]) == 1


def patterns_of(value, depth=0):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 4:
        for each in value:
            yield from patterns_of(each, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        yield from patterns_of(list(value.values()), depth + 1)


def compiled_patterns():
    for package in (matcher, web):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if "migrations" in found.name or "worker" in found.name or found.name.endswith("__main__"):
                continue
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                for pattern in patterns_of(value):
                    yield found.name, name, pattern


def faulty(pattern):
    tree = _parser.parse(pattern.pattern, pattern.flags)
    return bool(n_unbounded(tree)) and not is_one_class(tree)


def test_no_compiled_pattern_has_a_repeat_without_bound():
    found = [
        (module, name, pattern.pattern[:60])
        for module, name, pattern in compiled_patterns()
        if module not in NO_TEXT_OF_PEOPLE and (module, name) not in REVIEWED and faulty(pattern)
    ]
    assert found == []


@pytest.mark.parametrize("pattern", [r"\d+\s*\d*x", r"(?:a+)+b", r"\s+(?=but)", r"(?:\w+\s*){0,3}?,"])
def test_the_walk_finds_patterns_that_can_be_slow_and_bounding_mends_them(pattern):
    assert faulty(re.compile(pattern))
    if "a+" not in pattern:
        assert not faulty(re.compile(bounded(pattern)))


# ---- readers

HOSTILE = {
    **{f"run of {name}": letter for name, letter in {
        "digits": "1", "kk letters": "қ", "ru letters": "ж", "en letters": "w", "capitals": "Ж", "blanks": " ",
        "dots": ".", "hyphens": "-", "quotes": '"', "brackets": "(", "commas": ",", "semicolons": ";", "line ends": "\n",
        "marks": "\u0301", "colons": ":", "slashes": "/", "apostrophes": "'", "ampersands": "&", "tags": "<b>", "signs": "+#",
    }.items()},
    "one-digit words": "1 ", "word and digit": "опыт1", "years of experience": "опыт 1 ", "age almost": "до 3",
    "age range almost": "18-1 ", "young people": "молодой ", "women and": "женщин и ", "not and not": "не не ",
    "kk years": "18 жас ", "en young": "young, ", "must be": "must be a ", "wanted": "ищем требуется ",
    "children aged": "дет 1", "kk negation": "баймаймын", "years almost": "5 ле ", "grade almost": "3-го раз ",
    "level almost": "сварка:", "titles": "повар/", "worked as": "работал сварщиком, ", "alternating": "aб", "emoji": "👩‍🏭",
    "skills": "сварка труб и резка металла, ", "quoted list": '"а;', "e-mail": "a@b.", "camel": "ВодительПогрузчик",
}  # fmt: skip
RESOLVER = build().resolver
READERS = {
    "wording": wording.find_forbidden,
    "normalise": normal.normalise,
    "exact_key": normal.exact_key,
    "fold": normal.fold,
    "skeleton": normal.skeleton,
    "tokens": normal.tokens,
    "word_stem": normal.word_stem,
    "stem": stemming.stem,
    "split_phrases": phrases.split_phrases,
    "pieces": lambda text: phrases.pieces(text, 0, len(text)),
    "stated_level": statements.stated_level,
    "stated_years": statements.stated_years,
    "strip_grades": statements.strip_grades,
    "says_nothing": stopwords.says_nothing,
    "is_empty_word": stopwords.is_empty_word,
    "strip_stop_phrases": stopwords.strip_stop_phrases,
    "alphabetical": alphabetical.alphabetical,
    "plain_titles": titles.plain_titles,
    "one_person": title_forms.one_person,
    "either_gender": title_forms.either_gender,
    **{name: getattr(cells, name) for name in (
        "read_id", "read_text", "read_date", "read_number", "read_licences", "read_yes_no", "means_no", "read_education",
    )},
    **{name: getattr(cell_lists, name) for name in ("split_list", "read_skills", "read_gaps", "read_titles", "read_languages")},
    "number_between": cells.number_between(0, 9),
    "choice": cells.choice("a"),
    "codes": cells.codes("a"),
    "safe_cell": writing.safe_cell,
    "read_back": writing.read_back,
    "header": reading._plain,
    "file name": safe_name,
    "delimiter": find_delimiter,
    "skill": lambda text: RESOLVER.resolve([text], kind="skill"),
    "title": lambda text: RESOLVER.resolve([text], kind="occupation"),
    "free text": lambda text: RESOLVER.mentions([text]),
    "search": lambda text: parse_query(RESOLVER, skills=[text], occupation=text, words=text, lang="ru"),
    "type-ahead": lambda text: TypeAhead(RESOLVER).suggest(text, kind="skill", lang="ru"),
}  # fmt: skip
HEAVY = ("wording", "skill", "title", "free text", "search", "type-ahead")
NOISE_SECONDS = 0.05
"""What takes less for the longer text has no growth worth a measure."""
GROWTH = 2.5


def processor_seconds(reader, text):
    start = time.process_time()
    # A refusal is an answer too.
    with contextlib.suppress(MatcherError, ValueError, cells.CellFault):
        reader(text)
    return time.process_time() - start


def growth(reader, shape, n_chars):
    """Return how much longer twice the letters take; the least of three, for other work on the machine only adds."""
    once, twice = ((shape * n)[:n] for n in (n_chars, 2 * n_chars))
    last = processor_seconds(reader, twice)
    if last < NOISE_SECONDS:
        return 0.0
    last = min(last, *(processor_seconds(reader, twice) for _ in range(2)))
    first = min(processor_seconds(reader, once) for _ in range(3))
    return last / max(first, NOISE_SECONDS / 2)


@pytest.mark.parametrize("name", READERS)
def test_no_text_makes_a_reader_grow_faster_than_the_text(name, at_size):
    shapes = list(HOSTILE.items())
    if name in HEAVY:
        shapes = at_size(shapes[:: len(shapes) // 3], shapes)
    found = [text for _, text in shapes if growth(READERS[name], text, 10_000) >= GROWTH]
    # A second look: what is truly slow is slow again.
    assert [text for text in found if growth(READERS[name], text, 10_000) >= GROWTH] == []


@pytest.mark.parametrize("name", ["wording", "stated_years", "split_phrases", "read_skills", "plain_titles"])
def test_a_megabyte_is_read_in_proportion_too(name, at_size):
    for shape in at_size(["1", "опыт 1 ", " "], list(HOSTILE.values())):
        assert growth(READERS[name], shape, at_size(100_000, 500_000)) < GROWTH


def test_every_public_reader_of_text_is_measured():
    measured = {getattr(reader, "__name__", "") for reader in READERS.values()} | {"pieces", "suggest"}
    for module in (cells, cell_lists, normal, phrases, statements, stemming, stopwords, alphabetical, titles, title_forms, wording):
        for name, function in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and first.annotation == "str" and name not in ("choice", "codes"):
                assert name in measured, f"{module.__name__}.{name} reads text and is not measured in this file"
