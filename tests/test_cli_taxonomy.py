"""``matcher taxonomy``."""

import csv

from click.testing import CliRunner

from matcher.cli.taxonomy import taxonomy


def test_resolve_writes_up_to_five_concepts_a_text(tmp_path):
    (tmp_path / "T.csv").write_text("text,lang\nаргонодуговая сварка,ru\nҗҗҗ,\n", encoding="utf-8")
    done = CliRunner().invoke(
        taxonomy, ["resolve", "--text", str(tmp_path / "T.csv"), "--out", str(tmp_path / "R.csv")]
    )
    assert done.exception is None or isinstance(done.exception, SystemExit)
    rows = list(csv.DictReader((tmp_path / "R.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0]["accepted"] == "yes"
    assert rows[0]["score"] == "1.000000"
    assert rows[-1]["accepted"] == "no"
