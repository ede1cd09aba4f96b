"""Two taxonomies in one."""

from matcher.core.records import Occupation, Skill
from matcher.core.taxonomy import Taxonomy
from matcher.core.taxonomy.merging import merge, noted_labels, shared_concepts

OURS = Taxonomy(
    {
        "weld": Skill("weld", {"ru": "сварка", "en": "welding"}, {"ru": ("варю",)}, {"en": "own"}, esco_uri="u/1"),
        "sew": Skill("sew", {"ru": "шитьё"}),
    },
    {"welder": Occupation("welder", "7212", {"en": "welder"}, essential=(("weld", 3),), esco_uri="u/2", hazard=True)},
)
ESCO = Taxonomy(
    {
        "esco-1": Skill("esco-1", {"en": "weld metal", "uk": "зварювання"}, {"en": ("Welding", "join")}, {"en": "theirs"}, esco_uri="u/1"),
        "esco-3": Skill("esco-3", {"en": "braze"}, {"en": ("join",)}, related=("esco-1",), broader="esco-1", esco_uri="u/3"),
    },
    {
        "esco-2": Occupation("esco-2", "7212", {"en": "metal welder"}, essential=(("esco-1", 0), ("esco-3", 0)), esco_uri="u/2"),
        "esco-4": Occupation("esco-4", "7212", {"en": "brazier"}, essential=(("esco-1", 0),), optional=(("esco-3", 0),)),
    },
)  # fmt: skip
MERGED = merge(OURS, ESCO)


def test_equal_concepts_become_one_under_our_identifier_with_the_labels_of_both():
    assert shared_concepts(OURS, ESCO) == {"esco-1": "weld", "esco-2": "welder"}
    weld = MERGED.skills["weld"]
    assert weld.labels == {"ru": "сварка", "en": "welding", "uk": "зварювання"}
    assert weld.alt_labels == {"ru": ("варю",), "en": ("weld metal", "join")}
    assert weld.definitions == {"en": "own"}


def test_nothing_is_lost_and_nothing_stands_twice():
    assert set(MERGED.skills) == {"weld", "sew", "esco-3"}
    assert set(MERGED.occupations) == {"welder", "esco-4"}


def test_relations_point_to_our_identifiers():
    assert MERGED.skills["esco-3"].related == ("weld",)
    assert MERGED.skills["esco-3"].broader == "weld"
    assert MERGED.occupations["esco-4"].essential == (("weld", 0),)


def test_our_essential_skills_stay_the_essential_ones_and_theirs_are_optional():
    welder = MERGED.occupations["welder"]
    assert (welder.essential, welder.optional, welder.hazard) == ((("weld", 3),), (("esco-3", 0),), True)


def test_merging_with_nothing_changes_nothing():
    nothing = Taxonomy({}, {})
    assert merge(OURS, nothing) == OURS
    assert merge(nothing, ESCO) == ESCO


def test_labels_that_are_shared_since_the_merge_are_noted_with_whose_they_are():
    assert noted_labels(MERGED, OURS, {("skill", "sql")}) == [
        ("skill", "join", "ESCO and ours: esco-3 weld"),
        ("skill", "sql", "ours"),
    ]
    assert noted_labels(ESCO, Taxonomy({}, {}), set()) == [("skill", "join", "ESCO")]
