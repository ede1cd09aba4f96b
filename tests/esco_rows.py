"""A handful of ESCO concepts in the columns of the official CSV files (v1.1 and v1.2)."""

import csv
import io
import zipfile

BASE = "http://data.europa.eu/esco"
SKILL = f"{BASE}/skill/s1"
OCCUPATION = f"{BASE}/occupation/o1"

COLUMNS = {
    "skills": "conceptType conceptUri skillType reuseLevel preferredLabel altLabels hiddenLabels status modifiedDate scopeNote"
    " definition inScheme description",
    "occupations": "conceptType conceptUri iscoGroup preferredLabel altLabels hiddenLabels status modifiedDate"
    " regulatedProfessionNote scopeNote definition inScheme description code",
    "occupationSkillRelations": "occupationUri relationType skillType skillUri",
    "broaderRelationsSkillPillar": "conceptType conceptUri broaderType broaderUri",
    "skillSkillRelations": "originalSkillUri originalSkillType relationType relatedSkillType relatedSkillUri",
    "skillGroups": "conceptType conceptUri preferredLabel altLabels hiddenLabels status modifiedDate scopeNote inScheme"
    " description code",
    "ISCOGroups": "conceptType conceptUri code preferredLabel status altLabels inScheme description",
}


def skill(name, label, *, others="", hidden="", status="released", description=""):
    return {
        "conceptType": "KnowledgeSkillCompetence",
        "conceptUri": f"{BASE}/skill/{name}",
        "skillType": "skill/competence",
        "preferredLabel": label,
        "altLabels": others,
        "hiddenLabels": hidden,
        "status": status,
        "description": description,
    }


def work(name, code, label, *, others=""):
    return {
        "conceptType": "Occupation",
        "conceptUri": f"{BASE}/occupation/{name}",
        "iscoGroup": code,
        "preferredLabel": label,
        "altLabels": others,
        "status": "released",
    }


def needs(occupation, kind, skill_name):
    return {
        "occupationUri": f"{BASE}/occupation/{occupation}",
        "relationType": kind,
        "skillUri": f"{BASE}/skill/{skill_name}",
    }


def above(name, broader):
    return {"conceptUri": f"{BASE}/skill/{name}", "broaderUri": f"{BASE}/skill/{broader}"}


TABLES = {
    "skills": [
        skill(
            "s1",
            "operate welding equipment",
            others="weld metal\nuse welding equipment",
            hidden="welding",
            description="Operate welding equipment to melt\nand join pieces of metal.",
        ),
        skill("s2", "weld joints"),
        skill("s3", "inspect welds; visually"),
        skill("s9", "braze", status="obsolete"),
    ],
    "occupations": [work("o1", "7212", "welder", others="metal welder\nplate welder"), work("o2", "C5120", "cook")],
    "occupationSkillRelations": [
        needs("o1", "essential", "s1"),
        needs("o1", "essential", "s2"),
        needs("o1", "optional", "s2"),
        needs("o1", "optional", "s3"),
        needs("o1", "essential", "s9"),
    ],
    "broaderRelationsSkillPillar": [above("s1", "s2"), above("s1", "S8"), above("s2", "S8"), above("s3", "s1")],
    "skillSkillRelations": [
        {"originalSkillUri": SKILL, "relationType": "optional", "relatedSkillUri": f"{BASE}/skill/s3"},
        {"originalSkillUri": SKILL, "relationType": "optional", "relatedSkillUri": f"{BASE}/skill/s9"},
    ],
    "skillGroups": [
        {
            "conceptUri": f"{BASE}/skill/S8",
            "preferredLabel": "working with machinery",
            "status": "released",
            "code": "S8",
        }
    ],
    "ISCOGroups": [
        {"conceptUri": f"{BASE}/isco/C721", "code": "721", "preferredLabel": "Sheet and structural metal workers"},
        {"conceptUri": f"{BASE}/isco/C7212", "code": "7212", "preferredLabel": "Welders and flame cutters"},
    ],
}


def table_text(table, lang):
    """Return a table as CSV; in another language than English each label has the language before it."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS[table].split(), restval="")
    writer.writeheader()
    for row in TABLES[table]:
        label = row.get("preferredLabel")
        writer.writerow({**row, "preferredLabel": f"{lang} {label}"} if label and lang != "en" else row)
    return text.getvalue()


def write_esco(folder, lang):
    folder.mkdir(parents=True)
    for table in COLUMNS:
        (folder / f"{table}_{lang}.csv").write_text(table_text(table, lang), encoding="utf-8", newline="")
    return folder


def zip_esco(path, lang):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in COLUMNS:
            archive.writestr(
                f"ESCO dataset - v1.2.0 - classification - {lang} - csv/{table}_{lang}.csv", table_text(table, lang)
            )
    return path
