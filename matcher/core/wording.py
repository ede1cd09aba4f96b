"""Finds wording in a need that names sex, age, nationality, looks, family, religion or disability as a requirement.

Notes
-----
Labour Code of the Republic of Kazakhstan, art. 6 (no discrimination) and art. 25 (children, disability may not limit the right to a
contract); Social Code, art. 103 p. 2 sp. 5 (no discriminatory requirement in a vacancy).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.core.text.bounds import compile_bounded

LABOUR_6, LABOUR_25, SOCIAL_103 = "labour_code_6", "labour_code_25", "social_code_103"
KINDS = ("sex", "age", "nationality", "looks", "family", "religion", "disability")
WITH_25 = ("family", "disability")
# Letters of one place each, so that a span of the folded text is a span of the original.
_LETTERS = str.maketrans("ёқңғүұөәіһ", "екнгууоаих")
_LOOK_ALIKE = str.maketrans("aceopxyi", "асеорхуи")
_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class Struck:
    """Words that may not stand in a need.

    Attributes
    ----------
    start, end : int
        Offsets in the original text.
    kind : str
        Of :data:`KINDS`.
    """

    start: int
    end: int
    text: str
    kind: str

    @property
    def articles(self) -> tuple[str, ...]:
        """Codes of the articles that forbid it."""
        return (LABOUR_6, LABOUR_25, SOCIAL_103) if self.kind in WITH_25 else (LABOUR_6, SOCIAL_103)

    @property
    def neutral(self) -> str:
        """Code of the neutral alternative."""
        return f"neutral_{self.kind}"


# Taken out before the search, each with what makes it lawful.
LAWFUL = (
    # Both sexes are named: nobody is shut out.
    r"(?:мужчин\w*|парн\w+|юнош\w*)\s*(?:и|или|/|,)\s*(?:женщин\w*|девуш\w+)",
    r"(?:женщин\w*|девуш\w+)\s*(?:и|или|/|,)\s*(?:мужчин\w*|парн\w+|юнош\w*)",
    r"(?:\bерлер|\bер(?: адам\w*)?|жигит\w*)\s*(?:мен|жане|/|немесе)\s*(?:айел\w*|кыз\w*)(?: адам\w*)?",
    r"(?:айел\w*|кыздар\w*)\s*(?:мен|жане|/|немесе)\s*(?:ер\b|ерлер\w*|жигит\w*)(?: адам\w*)?",
    r"\b(?:men|male|males|man)\s*(?:and|or|/|&)\s*(?:women|female|females|woman)\b",
    r"\b(?:women|female|females|woman)\s*(?:and|or|/|&)\s*(?:men|male|males|man)\b",
    # Goods, services, customers.
    r"(?:клиент|покупател|аудитори|пациент|посетител|заказчик|гост)\w*[^.;]{0,40}",
    r"(?:одежд|обув|стрижк|бель|космети|парфюм|аксессуар|здоровь|прав|маникюр|тренировк|товар|магазин|заняти|зал|коллекци)\w*"
    r"\s+(?:для\s+)?(?:мужчин|женщин|девуш)\w*",
    r"(?:айелдер|ерлер|кыздар)\w*\s+(?:киим|аяк киим|шаштараз|зал|косметика|денсаулы|консультация|белим|маникюр|гимназия|мектеп|мектеби"
    r"|колледж|университет|педагогика|кенес|курама|команда)\w*",
    r"\b(?:ladies|gentlemen)'|\byoung\s+guard\b|\bslim-fit\b|\bmarried\s+couples\b|\bmuslim\s+(?:wo)?men's\b",
    r"\b(?:wo)?men's\b|\bgirls' ",
    r"(?:for|with)\s+(?:wo)?men\s+(?:customers|clients)",
    r"\bулдар\w*\s+(?:мен|жане)\s+кыздар\w*|\b(?:юнош|девоч|мальчик)\w*\s+(?:\w+\s+)?(?:[3-9]|1[0-7])\s*(?:-|–|—|до)\s*1?\d\s*(?:лет|год)",
    r"(?:кыз|ул|ер)\s+бала\w*\s+киим\w*",
    # Somebody to care for.
    r"(?:сиделк|нян|уход|домработниц|помощни|ассистент|социальн)\w*[^.;]{0,20}(?:женщин|мужчин|бабушк|дедушк|пожил|пенсионер)\w*(?:\s+\d+\s*(?:лет|года?))?",
    # Kitchens, dress and arts of a nation.
    r"(?:казахск|русск|европейск|восточн|узбекск|корейск|азиатск)\w*\s+(?:национальн\w+\s+)?(?:кухн|блюд|костюм|одежд|инструмент|орнамент|танц|музык)\w*",
    # Children as the work itself.
    r"(?<!без )(?<!без маленьких )"
    r"(?:дет|ребен|реб[её]н|малыш|учен|школьн|воспитанн|подрост|студент)\w*[^.;]{0,25}\d+\s*(?:-|–|—|до)?\s*\d*\s*(?:лет|года)",
    r"\bchildren\s+(?:aged|under|from|of)\b[^.;]{0,20}",
    r"(?:\d+\s*жас\w*\s+(?:дейинги\s+)?бала\w*)|бала\w*[^.;]{0,12}\d+\s*жас\w*",
    # Years that are not anybody's age.
    r"(?:опыт|стаж|гаранти|срок|кредит|ипотек|рассрочк|договор|хранени|рынк|компани|основан|существ|истори|автомобил|машин|авто\b|"
    r"пробег|эксплуатац|контракт|от[иы]лы|тажирибе|мерзим|кепилдик|experience|warrant|contract|loan|market|since)\w*"
    r"[^.;]{0,45}?\d+(?:\s*(?:-|–|—|до|to|дан|ден|тан|тен)\s*\d+)?\s*(?:-?\w{0,2}\s)?(?:лет|год\w*|жыл\w*|years?)",
    r"\d+\s*(?:-|–|—|до|to)?\s*\d*\s*(?:лет|год\w*|жыл\w*|years?)\s+(?:опыт|стаж|работ|на рынк|тажирибе|of experience|experience)\w*",
    # State measures and what is young but no person.
    r"молод[её]жн\w*",
    r"молод\w+\s+специалист\w*",
    r"(?:наставни|обучени|обуча|адаптаци|подготовк|куратор)\w*[^.;]{0,20}\bмолод\w+",
    r"возраст\w*\s+(?:оборудован|машин|авто|здани|станк|техник|объект|дет|пациент|ребен|учащ|воспитан|животн)\w*[^.;]{0,20}",
    r"\byoung(?=\s+(?:mothers|families|parents)\b)",
    r"молод\w+(?=\s+(?:мам|родител|матер))",
    r"жастар\s+практика\w*",
    r"жас\s+маман\w*",
    r"молод\w+(?:(?:\s*,\s*|\s+)(?:и\s+)?[а-я]{1,40}){0,3}?(?:\s*,\s*|\s+)(?:коллектив|команд|компани|организаци|предприят|бренд|проект|семь|"
    r"животн|картоф|поколени|ритейл|стартап|город|театр)\w*",
    r"\byoung(?:,?\s+(?:and\s+)?\w+){0,2}?,?\s+(?:team|company|brand|startup|learners|professionals|talents?|athletes|offenders|readers|people's)\b",
    r"жас\s+(?:[а-я]+\s+)?(?:ужым|команда|компания)\w*",
    r"православн\w+\s+(?:храм|церк|гимнази|школ|лице|приют|магазин|литератур|календар|праздник)\w*",
    r"\b(?:christian|muslim)\s+(?:cemetery|church|mosque|school|cent(?:re|er)|charity|literature)\b",
    # Open to people with disabilities.
    r"(?:для|лиц\w*|людей|люди|людям)\s+(?:с\s+)?инвалид\w*(?![^.;]{0,25}\bне\s+\w)",
)
# Whom the law protects, by the kind: one of these and a refusal in one clause is forbidden, whatever stands between.
_GROUPS = {
    "sex": r"мужчин\w*|женщин\w*|девуш\w+|парн(?:и|ей|ям|ями)|еркек\w*|ерлер\w*|айел\w*|кыздар\w*|жигит\w*|"
    r"wom[ae]n|m[ae]n|(?:fe)?males?|girls?",
    "age": r"(?:пред)?пенсионн\w+\s+возраст\w*|(?:пред)?пенсионер\w*|пожил\w+|(?:старше|моложе|после)\s+[2-6]\d|"
    r"зейнет\w*(?:\s+жас\w*)?|карт\s+адам\w*|егде\w*(?:\s+адам\w*)?|"
    r"pensioners?|retirees?|retired(?:\s+people)?|elderly\s+people|(?:over|above|older\s+than|under|younger\s+than)\s+(?:19|[2-6]\d)",
    "nationality": r"казах(?:ов|ам|и)?|русск(?:их|им)|узбек\w*|таджик\w*|киргиз\w*|кавказ\w*|цыган\w*|kazakhs|russians|uzbeks",
    "family": r"мам(?:а|ы|ам|очк\w+)?|матер(?:и|ей|ям)\w*|беременн\w+|декрет\w*|жукти\w*|"
    r"бала\s+кутими\w*(?:\s+ана\w*)?|(?:жас\s+)?аналар\w*|"
    r"mothers|parents|moms|mums|pregnant(?:\s+wom[ae]n)?",
    "religion": r"мусульман\w*|верующ\w+|мусылман\w*|muslims|christians",
    "disability": r"инвалид\w*|(?:с\s+)?ограниченн\w+\s+возможност\w*|овз|мугедек\w*(?:\s+бар)?|мумкиндиги\s+шектеули|"
    r"disabled(?:\s+people)?|"
    r"people\s+with\s+disabilities",
}
_REFUSED = (
    r"(?:просьба|просим)\s+не\s+\w+|не\s+(?:беспоко|обраща|звон|рассматрив|рассмотр|принима|прим[уе]|бер[уе]|возьм|подойд|подход|приглаша|нужн)\w*"
    r"|\w+[мбп][ае](?:йды|ймиз|ймыз|ймын|йтын|сын|сын\w*)\b"
    r"|need\s+not|(?:will\s+|are\s+|is\s+|do\s+)?not\s+(?:be\s+)?(?:considered|hired|accepted|apply|suitable|eligible|welcome|wanted|taken|employed)"
)


def _refusal_of(kind: str) -> str:
    """Give a pattern of a refusal of people of a kind, in either order, within one clause."""
    groups = _GROUPS[kind]
    after = rf"\b(?:{groups})\b[^.;!?]{{0,40}}?\b(?:{_REFUSED})"
    before = rf"\b(?:{_REFUSED})\b[^.;!?]{{0,30}}?\b(?:{groups})\b"
    return rf"{after}|{before}|\b(?:no|except)\s+(?:{groups})\b"


_AFTER = (
    r"(?:только|ищем|ищу|требу\w+|нужн\w+|приглаша\w+|набира\w+|возьм\w+"
    r"|прием|прим[уе]м?|принима\w+|рассматрива\w+|предпочт\w+|желательно)"
)
_SHORT = r"(?:лет|года?)\b"
_RU_SEX = (
    r"\b(?:мужчина|мужчины|женщина|женщины|девушка|девушки|парень|парни|юноша|юноши|девочки)\b"
    rf"|\b{_AFTER}\b[^.;]{{0,30}}?\b(?:мужчин|женщин|девушек|парней|юношей|девушку|мужчину|женщину|парня)\b"
    r"|\b(?:работа|подработка|вакансия)\s+для\s+(?:мужчин|женщин|девушек|парней)\b"
    r"|\bпредпочтени\w*[^.;]{0,20}?\b(?:мужчин|женщин|девушк|парн|юнош)\w*"
    r"|\b(?:женщин|мужчин|девушк|девушек|парн)\w*[^.;]{0,12}?\bне\s+(?:обраща|беспоко|звон|рассматрив|принима|бер)\w+"
    r"|\bдевчат\w*|\b(?:набира|формиру|созда|ищ)\w*[^.;]{0,15}\b(?:женск|мужск)\w+\s+(?:коллектив|команд|бригад)\w*"
    r"|\b(?:мужчинам|женщинам|девушкам|парням|юношам)\b|\bмужик\w*|\bдам[аы]\b|\b(?:ищ|треб|приглаша|нуж|возьм|прим)\w*\s+(?:\w+\s+)?даму\b"
    r"|\b(?:муж|жен)\.(?=\s|$|[,;)])|\((?:м|ж|муж|жен)\.?\)"
    r"|\b(?:мужск|женск)\w+\s+пол\w{0,2}\b|\bпол\s*[:\-–—]?\s*(?:мужск|женск|муж|жен|[мж]\b)\w*"
)
_KK_SEX = (
    r"\bер\s+(?:адам|киси|азамат)\w*|\bеркек\w*|\bжигит(?:тер\w*|ке|ти)?\b|\bер\s+балалар\w*|\bерлер\b|\bайел\s+(?:адам|киси|зат)\w*"
    r"|\bерлерге\b|\bайелдер(?:ге)?\b|\bкыздар(?:ды|га)?\b|\bкыз\s+(?:бала|керек)\w*|\bжас\s+кыз\w*|\bкыз-келиншек\w*|\bбойжеткен\w*|\bкелиншек\w*|\bайел\s+керек"
    r"|\bжынысы\s*[:\-–—]?\s*(?:ер|айел)\b"
)
_EN_SEX = (
    r"\b(?:only\s+(?:fe)?males?|only\s+(?:wo)?men|(?:fe)?males?\s+only|(?:wo)?men\s+only|(?:fe)?male\s+(?:candidates?|applicants?|preferred)"
    r"|(?:wo)?men\s+preferred|girls?|gentlem[ae]n|lad(?:y|ies)|(?:wo)?m[ae]n\s+(?:wanted|needed|required|(?:under|over|aged)\s+\d+)|(?:sex|gender)\s*[:\-–—]\s*(?:m|f|(?:fe)?male|(?:wo)?m[ae]n))\b"
    r"|\b(?:fe)?males?\s+(?:\w+\s+)?(?:wanted|required|needed|only|workers?|staff|receptionists?|security|guards?|waiters?|sellers?|cooks?|drivers?|secretar\w+|nurses?)\b"
    r"|\bfor\s+(?:wo)?men\b|,\s*(?:wo)?m[ae]n\s*(?:$|[,.;])"
    r"|\b(?:looking\s+for|seek\w*|need\w*|want\w*|requir\w*|hir\w*|prefer\w*|strong|young|handsome|tall)\s+(?:\w+\s+){0,2}(?:(?:wo)?m[ae]n|guys?|lads?)\b"
    r"|\bmust\s+be\s+(?:an?\s+)?(?:\w+\s+){0,3}(?:(?:wo)?m[ae]n|(?:fe)?male)\b"
)
_RU_AGE = (
    rf"\b(?:до|не\s+старше|не\s+более|младше|моложе)\s+(?:1[89]|[2-6]\d)(?:-?(?:ти|и))?\s*-?\s*{_SHORT}|\bне\s+старше\s+[2-6]\d\b"
    rf"|\b(?:от|с)?\s*(?:1[6-9]|[2-5]\d)\s*(?:до|-|–|—)\s*(?:2\d|[3-7]\d)\s*{_SHORT}"
    r"|\bвозраст\w*\s*[:\-–—]?\s*(?:до|от\s+(?:19|[2-6]\d)|с\s+(?:19|[2-6]\d)|(?:1[6-9]|[2-5]\d)\s*(?:-|–|—|до))\s*\d*"
    r"|\bне\s+пенсионер\w*|\bмолод(?:ой|ая|ые|ых|ого|ую|ым|ыми)\b(?:\s+(?:человек|люд\w+))?|\b(?:не\s+)?пенсионного\s+возраста"
    r"|\b(?:старше|после)\s+[2-6]\d\b[^.;]{0,30}?\bне\s+\w+|\b(?:лиц|люд|кандидат|соискател|работник|сотрудник)\w*\s+(?:до|младше|моложе)\s+[2-6]\d\b"
    r"|\bвозраст\w*[^.;]{0,20}\bдо\s+[2-6]\d\b|\bдо\s+[2-6]\d\s*-\s*(?:ти|и)\b(?!\s*(?:тыс|час|кг|км|мин|тонн|процент|человек|мест))"
    r"|^[^,.;\d]{3,60},\s*(?:1[6-9]|[2-5]\d)\s*(?:-|–|—|to)\s*[2-6]\d\s*$|,\s*(?:1[6-9]|[2-5]\d)\s*(?:-|–|—|to)\s*(?:2\d|[3-6]\d)\s*$"
    r"|\b(?:предельн|максимальн)\w+\s+возраст\w*|\bвозрастн\w+\s+(?:ограничен|ценз|предел)\w*|\bбез\s+пенсионер\w*"
    r"|\bдо\s+(?:тридцати|сорока|пятидесяти)(?:\s+пяти)?\b(?!\s+(?:тыс|час|кг|кило|мин|процент|человек|тонн|метр|дн|рубл|тенге|мест|раз))|\bстрого\s+до\s+[2-6]\d\b(?!\s*(?:тыс|час|кг|км|мин|тонн))"
    r"|\bвозраст\s+(?:кандидат|работник|сотрудник|соискател)\w*"
    r"|\bпенсионер\w*[^.;]{0,12}?\bне\s+\w+|\b(?:мужчин|женщин|девушк|парн|юнош)\w*\s*,?\s*[1-5]\d\s*(?:-|–|—)\s*[2-7]\d\b"
)
_KK_AGE = (
    r"\b(?:[1-6]\d\s*(?:-|–|—|жастан)?\s*)?[2-6]\d\s*жаска\s+дейин\w*|\b[1-6]\d\s*(?:-|–|—)\s*[2-6]\d\s*жас\w*"
    r"|\b[2-6]\d\s*жастан\s+аспаган|\bжасы\s*:?\s*[2-6]\d\s*-?\s*[тд][ае]н\s+аспа\w+|\b[1-6]\d\s*[бпм]ен\s+[2-7]\d\s*жас\w*|\bжасы\s+[1-6]\d\s*[бпм]ен\s+[2-7]\d\b|\bжас\s+(?:шекте|мелшер)\w*"
    r"|\bжасы\s+[2-6]\d\s*-?\s*[кг][ае]\s+дейинг?и?\w*"
    r"|\b[2-6]\d\s*-?\s*к[ае]\s+дейинги\s+(?:кыз|жигит|адам|азамат|айел|ер|маман)\w*|\b[2-6]\d\s*жаста?н\s+(?:улкен|аскан|жогары)\s+\w*м[ае]\w*"
    r"|\bжасы\s+\w+(?:тан|тен|дан|ден)\s+аспа\w+|\bзейнеткер\w*\s+\w+м[ае]й\w*"
    r"|\bжасы?\s*[:\-–—]?\s*[1-6]\d\s*(?:-|–|—)\s*[2-6]\d|\bжас\s+(?:адам|жигит|азамат|кызметкер|кыз|келиншек)\w*"
)
_EN_AGE = (
    r"\b(?:under|up\s+to|below|younger\s+than|no\s+older\s+than|not\s+older\s+than|max(?:imum)?\s+age)\s*:?\s*(?:19|[2-6]\d)\b(?!\s*(?:kg|km|%|h|min|people|hours|minutes|tons?|words))"
    r"|\b(?:aged?|between)\s*:?\s*(?:from\s+)?[1-6]\d\s*(?:-|–|—|to|and)\s*[2-7]\d\b|\b[1-6]\d\s*(?:-|–|—|to)\s*[2-7]\d\s*(?:years?\s+old|y\.?o\.?\b)"
    r"|\b(?:not|never)\s+(?:be\s+)?older\s+than\s+[2-6]\d\b|\bin\s+(?:their|your|his|her)\s+(?:early\s+|late\s+)?(?:twenties|thirties|forties|[2-4]0s)\b"
    r"|\byoung\b|\byouthful\b|\bage\s+limit\b|\bages?\s*:?\s*[1-6]\d\b|\b(?:maximum|max|at\s+most|up\s+to)\s+[2-6]\d\s+years\s+old\b|\bnot\s+(?:over|above)\s+[2-6]\d\s*(?:years|y\.?o)"
)
FORBIDDEN = {
    "sex": (_RU_SEX, _KK_SEX, _EN_SEX),
    "age": (_RU_AGE, _KK_AGE, _EN_AGE),
    "nationality": (
        r",\s*(?:казах|казашка|узбек|узбечка|татарин|татарка|кореец|кореянка|уйгур|уйгурка|славянин|славянка)\s*(?=,|$|\.)"
        r"|\b(?:орыс|казак|озбек|карис|татар)\s+(?:кыз|жигит|адам|азамат|айел|келиншек)\w*(?!\w*\s+(?:педагогика|университет|институт|гимназия|мектеп))"
        r"|\bmust\s+be\s+(?:an?\s+)?(?:native\s+|ethnic\s+)?(?:kazakh|russian|uzbek|korean|slav\w*|european|asian)s?\b(?!\s+(?:citizen|speak|language))"
        r"|\bonly\s+(?:kazakh|russian|uzbek|korean)\s+(?:nationals|people|men|women|candidates)\b",
        r"\b(?:славян|европейс|азиатс|восточн|казахс|русск)\w*\s+(?:внешност|национальност|наци)\w*|\bславян(?:ин|ка|е|ки)\b|\b(?:казах|русск|узбек|киргиз|таджик)\w*[^.;]{0,12}?\bне\s+(?:бер|принима|рассматрива)\w+",
        r"\bнациональност\w*\s*[:\-–—]\s*\w+|\b(?:казахс|русс|узбекс|корейс|кавказс)\w+\s+национальност\w*|\bлиц\w*\s+\w+ской\s+национальност\w*|\bтитульн\w+\s+наци\w+",
        r"\bжелательно\s+(?:русск(?:ая|ий|ие|ого|ую)(?!\s+язык)|казах(?:и|ов|а|шк\w+)?\b|славян\w*)",
        r"\bтолько\s+(?:для\s+|местн\w+\s+|граждан\w*\s*[-–]?\s*)?(?:казах(?:и|ов|а|шк\w+)?|русск(?:ие|их|ого)(?!\s+язык)|славян\w*|узбек\w*|местн\w+\s+национальност\w*)\b",
        r"\bулты\s*[:\-–—]?\s*(?:казак|орыс|озбек|карис)\w*|\b(?:казак|орыс)\s+улт\w*|\bтек\s+(?:казак|орыс)(?:тар)?(?!\s*тил)\b|\bславян\w*\s+(?:тур|келбет)\w*",
        r"\b(?:slavic|european|asian)\s+(?:appearance|looks?|nationality|origin)\b|\b(?:kazakh|russian|uzbek|korean)\s+(?:nationality|ethnicity)\b|\bonly\s+(?:kazakhs|russians|slavs|ethnic\s+\w+)\b|\bethnic(?:ally)?\s+(?:kazakh|russian)s?\b"
        r"|\bnationality\s*[:\-–—]\s*\w+",
    ),
    "looks": (
        r"\b(?:приятн|презентабельн|привлекательн|красив|модельн|эффектн|хорош)\w*\s+(?:\w+\s+)?(?:внешност|внешн\w+\s+(?:вид|данн)|наружност)\w*",
        r"\bразмер\w*\s+одежды\s+(?:не\s+|до\s+|от\s+|[3-6]\d)\w*|\bпрезентабельн\w+\s+вид\w*|\bмодельн\w+\s+параметр\w*|\bстройн(?:ая|ый|ые|ых|ую)\b|\bсимпатичн(?:ая|ый|ые|ых|ую)\b|\bбез\s+(?:видимых\s+)?(?:татуир\w+|пирсинг\w*)"
        r"|\bрост(?:ом)?\s*[:\-–—]?\s*(?:от|не\s+ниже|выше)\s+1[5-9]\d",
        r"\b(?:жагымды|тартымды|адеми|корикти)\s+(?:сырт\w*\s+)?(?:келбет|тур|сырткы)\w*|\b(?:сырт\w*\s+)?келбети\s+(?:жагымды|тартымды|адеми)|\bбойы\s*:?\s*1[5-9]\d\b|\bсымбатты|\bкорикти\s+(?:кыз|жигит|адам)\w*|\bкелбетти",
        r"\b(?:pleasant|good|attractive|presentable|beautiful)\s+(?:appearance|looks)\b|\b(?:pretty|beautiful|handsome|attractive|cute)\s+(?:\w+\s+)?(?:faces?|people|person|waitress\w*|hostess\w*|girls?|(?:wo)?m[ae]n|receptionists?|secretar\w+)\b|,\s*(?:attractive|pretty|beautiful|handsome)\s*(?=,|$|\.)|\b(?:good|nice|great)[-\s]looking\b|\bslim\b|\bno\s+(?:visible\s+)?tattoos\b|\bheight\s*(?::|from|at\s+least|over|above)?\s*1[5-9]\d\b",
    ),
    "family": (
        r"\bбез\s+(?:семьи|(?:маленьких\s+)?детей)\b|\bсемейным\b|\bпредпочтени\w*\s+семейн\w*|\b(?:не\s+)?состо\w+\s+в\s+браке\b|\bбеременн\w+[^.;]{0,12}?\bне\s+\w+|\bне\s*беременн\w+|\bбездетн\w*|\bне\s*замуж\w*|\bзамужн\w*|\bзамужем\b|\bнеженат\w*|\bженат(?:ый|ые|ого)\b|\bодинок\w+\s+(?:женщин|девушк|мужчин|мат)\w*|\bне\s+женат\w*|\bхолост(?:ой|ые|як\w*)\b|\bсемейн\w+\s+положени\w*"
        r"|\bбез\s+(?:планов\s+на\s+)?декрет\w*|\bсемейн(?:ый|ые|ая|ых)\b(?!\s+(?:медиаци|торжеств|праздник|событи|фото|съемк|консультац|терапи|традици|врач|центр|ресторан|кафе|бизнес|компани|доктор|психолог|отдых|прав|клиник|ценност|кодекс|очаг|пекарн|типограф|ферм|хозяйств|магазин|предприят|дел|фирм|тариф|фото|альбом|бюджет|клуб|отель|медицин))",
        r"\bбаласыз\w*|\bбала(?:сы|лары)\s+жок\w*|\bтурмыска\s+шыкпаган|\bтурмыс\s+курмаган|\bуйлен(?:бе)?ген\w*|\bтурмыс\s+курган\w*|\bбойдак\w*|\bотбасылы\b|\bотбасы(?:лык)?\s+жагдайы",
        r"\b(?:without|no)\s+(?:small\s+|young\s+)?(?:children|kids)\b|\b(?:without|no)\s+family\s+obligations\b|\bnot\s+pregnant\b|\bno\s+plans\s+(?:for|of|to\s+have)\s+(?:a\s+)?(?:child\w*|bab\w+)\b|\bchildless\b|\bunmarried\b|\bmarital\s+status\b|\bmarried\b|\bsingle\s+(?:wo)?m[ae]n\b|\bno\s+family\b",
    ),
    "religion": (
        r"\bмусульман(?:ин|ка|е|ки)\b|\bправославн(?:ый|ая|ые|ых|ого)\b|\bхристиан(?:ин|ка|е)\b|\bвероисповедани\w*|\bхиджаб\w*|\bрелигиозн\w+\s+(?:убежден|взгляд|принадлежност)\w*|\b(?:не\s+)?верующ\w+|\bнамаз\w*",
        r"\bмусылман\w*|\bдини\s+(?:сеним|кузкарас|наным)\w*",
        r"\b(?:muslims?|christians?|believers?)\b|\bhijabs?\b|\breligion\s*[:\-–—]",
    ),
    "disability": (
        r"\bбез\s+(?:группы\s+)?инвалидност\w*|\bне\s+инвалид\w*|\bинвалид\w*\s+не\s+\w+|\bкроме\s+инвалид\w*|\bотсутстви\w+\s+инвалидност\w*|\bбез\s+физическ\w+\s+(?:недостатк|дефект)\w*|\bбез\s+дефект\w+\s+речи",
        r"\bмугедектиги\s+жок\w*|\bмугедек\s+емес\w*|\bмугедек\w*\s+\w+м[ае]й\w*",
        r"\bable-?bodied\b|\bno\s+disabilit\w+|\b(?:no|not)\s+disabled\b|\bwithout\s+(?:physical\s+|any\s+)?(?:disabilit\w+|defects?|impairments?)\b",
    ),
}
_LAWFUL = tuple(compile_bounded(pattern) for pattern in LAWFUL)
_FORBIDDEN = tuple(
    (kind, compile_bounded("|".join((*patterns, *([_refusal_of(kind)] if kind in _GROUPS else [])))))
    for kind, patterns in FORBIDDEN.items()
)
MAX_CHARS = 20_000
"""Longer texts are read up to here: no honest need is that long."""


def find_forbidden(text: str) -> tuple[Struck, ...]:
    """List the words of a need that the law does not allow, in the order of the text.

    Returns
    -------
    tuple of Struck
        Empty for lawful wording. Spans of different kinds may touch; spans of one kind do not.

    Examples
    --------
    >>> [(found.kind, found.text) for found in find_forbidden("Девушка до 35 лет, опыт от 3 лет")]
    [('sex', 'Девушка'), ('age', 'до 35 лет')]
    >>> find_forbidden("Мужской парикмахер, опыт 3-5 лет")
    ()
    """
    folded, places = _squeezed(_folded(text[:MAX_CHARS]))
    for lawful in _LAWFUL:
        folded = lawful.sub(lambda found: "¤" * len(found.group()), folded)
    spans = [
        Struck(start, end, text[start:end].strip(), kind)
        for kind, forbidden in _FORBIDDEN
        for start, end in ((places[found.start()], places[found.end()]) for found in forbidden.finditer(folded))
    ]
    return tuple(sorted(spans, key=lambda span: (span.start, span.end, span.kind)))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """Return the text with one blank for each run of them, and where each of its letters, and its end, stood before."""
    kept = [at for at, letter in enumerate(text) if letter != " " or at == 0 or text[at - 1] != " "]
    return "".join(text[at] for at in kept), [*kept, len(text)]


def _folded(text: str) -> str:
    lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text).translate(_LETTERS)
    lower = re.sub(r"\s", " ", lower)
    return _WORD.sub(lambda word: _one_script(word.group()), lower)


def _one_script(word: str) -> str:
    return word.translate(_LOOK_ALIKE) if _CYRILLIC.search(word) else word
