"""``matcher taxonomy import``."""

import pytest
from click.testing import CliRunner
from esco_rows import OCCUPATION, write_esco

from matcher.adapters.taxonomy_files import read_shared_labels, read_taxonomy
from matcher.adapters.title_files import read_unit_groups, titles_path
from matcher.bootstrap import build
from matcher.cli.taxonomy import taxonomy as command
from matcher.core.taxonomy import Resolver
from matcher.core.taxonomy.validation import problems
from matcher.errors import TaxonomyError, UsageError


@pytest.fixture
def folder(tmp_path):
    return write_esco(tmp_path / "esco", "en")


def run(*arguments):
    return CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False, standalone_mode=False)


def test_the_command_writes_a_taxonomy_that_passes_its_own_check(folder, tmp_path):
    out = tmp_path / "out"
    done = run("import", "--esco", folder, "--out", out, "--quick")
    assert "esco" not in done.stdout
    found = read_taxonomy(out)
    assert problems(found, read_shared_labels(out)) == []
    assert len(found.skills) > 1000  # ours and theirs
    assert Resolver(found).resolve(["weld joints", "сварка"])[0].accepted
    checked = run("check", "--taxonomy", out)
    assert not checked.return_value


def test_alone_holds_nothing_of_ours_and_twice_gives_the_same_bytes(folder, tmp_path):
    for name in ("a", "b"):
        run("import", "--esco", folder, "--out", tmp_path / name, "--alone")
    assert len(read_taxonomy(tmp_path / "a").skills) == 3
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_a_faulty_download_writes_nothing(folder, tmp_path):
    (folder / "occupations_en.csv").unlink()
    with pytest.raises(TaxonomyError):
        run("import", "--esco", folder, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_coded_titles_are_learned_beside_and_used_from_the_folder(folder, tmp_path):
    titles = tmp_path / "titles.csv"
    rows = [
        f"{name} {place},{code}" for name, code in (("stoker", OCCUPATION), ("griller", "5120")) for place in range(40)
    ]
    titles.write_text("\n".join(["title,occupation", *rows]), encoding="utf-8")
    run("import", "--esco", folder, "--titles", titles, "--out", tmp_path / "out", "--alone", "--quick")
    learned = read_unit_groups(titles_path(tmp_path / "out"))
    assert [code for code, _ in learned.predict(["stoker", "griller"])] == ["7212", "5120"]
    assert build(taxonomy_dir=tmp_path / "out").resolver.unit_groups.codes == learned.codes


def test_titles_alone_are_learned_beside_our_own_taxonomy(tmp_path):
    titles = tmp_path / "titles.csv"
    titles.write_text("title,occupation\n" + "stoker,7212\ngriller,5120\n" * 40, encoding="utf-8")
    run("import", "--titles", titles, "--out", tmp_path / "out")
    assert read_taxonomy(tmp_path / "out") == build().untaught_taxonomy
    assert titles_path(tmp_path / "out").is_file()


def test_an_import_of_nothing_is_refused(tmp_path):
    with pytest.raises(UsageError, match="nothing_to_import"):
        run("import", "--out", tmp_path / "out")
