"""The invented town: places, shares, employers, schools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Row = dict[str, str]
TODAY = date(2026, 11, 1)  # the town's day: ages and dates are counted from it
PLACES = (
    ("Сарань", 60),
    ("Саран", 8),
    ("Saran", 2),
    ("Актас", 8),
    ("Караганда", 10),
    ("Шахтинск", 4),
    ("Абай", 4),
    ("Теміртау", 4),
)
EDUCATION = (("2", 6), ("3", 34), ("4", 38), ("5", 4), ("6", 14), ("7", 1), ("", 3))
CONSENT = (("yes", 88), ("no", 6), ("", 6))
TOWN_TRADES = (
    "occ-seller-cashier", "occ-cook", "occ-car-driver", "occ-electrician", "occ-plumber", "occ-nurse", "occ-kindergarten-teacher",
    "occ-accountant", "occ-office-cleaner", "occ-sewing-machine-operator", "occ-building-painter", "occ-truck-driver",
    "occ-auto-mechanic", "occ-clerk", "occ-hand-packer", "occ-storekeeper", "occ-teaching-assistant", "occ-home-social-worker",
    "occ-machinery-repair-fitter", "occ-call-centre-operator",
)  # fmt: skip
LICENCES = {
    "occ-bus-driver": "D",
    "occ-truck-driver": "C",
    "occ-car-driver": "B",
    "occ-forklift-driver": "forklift",
    "occ-test-driver": "D",
}


@dataclass(frozen=True, slots=True)
class SyntheticEmployer:
    """An invented employer and what it looks for.

    Attributes
    ----------
    opens : date
        Day on which work starts.
    """

    employer_id: str
    name: str
    locality: str
    trades: tuple[str, ...]
    opens: date
    shifts: str = "day"
    conditions: str = ""
    bus: bool = False


EMPLOYERS = (
    SyntheticEmployer(
        "E01",
        "Автобусный завод «Дала»",
        "Сарань",
        (
            "occ-mechanical-assembly-fitter",
            "occ-vehicle-electrician",
            "occ-electric-bus-technician",
            "occ-quality-inspector",
            "occ-test-driver",
            "occ-vehicle-glass-fitter",
        ),
        date(2026, 12, 1),
        "day;rotating",
        "",
        True,
    ),
    SyntheticEmployer(
        "E02",
        "Шинный завод «Тұлпар»",
        "Сарань",
        (
            "occ-tyre-builder",
            "occ-vulcaniser",
            "occ-rubber-mixer-operator",
            "occ-tyre-quality-inspector",
            "occ-calender-operator",
            "occ-industrial-cleaner",
        ),
        date(2027, 1, 11),
        "rotating;night",
        "harmful",
        True,
    ),
    SyntheticEmployer(
        "E03",
        "Завод бытовой техники «Шаңырақ»",
        "Сарань",
        (
            "occ-household-appliance-assembler",
            "occ-electronics-assembler",
            "occ-injection-moulding-operator",
            "occ-packaging-line-operator",
            "occ-quality-inspector",
            "occ-smt-line-operator",
        ),
        date(2027, 2, 1),
        "day;evening",
        "",
        True,
    ),
    SyntheticEmployer(
        "E04",
        "Цех оцинкования «Мырыш»",
        "Сарань",
        (
            "occ-overhead-crane-operator",
            "occ-industrial-electrician",
            "occ-machinery-repair-fitter",
            "occ-physical-test-lab-technician",
        ),
        date(2026, 12, 15),
        "rotating",
        "heavy;harmful",
        False,
    ),
    SyntheticEmployer(
        "E05",
        "Складской центр «Керуен»",
        "Караганда",
        (
            "occ-forklift-driver",
            "occ-storekeeper",
            "occ-hand-packer",
            "occ-truck-driver",
            "occ-1c-operator",
        ),
        date(2026, 11, 16),
        "day;night",
        "",
        True,
    ),
    SyntheticEmployer(
        "E06",
        "Городская больница «Шипа»",
        "Сарань",
        (
            "occ-nurse",
            "occ-hospital-orderly",
            "occ-office-cleaner",
            "occ-home-social-worker",
        ),
        date(2026, 11, 10),
        "day;night",
        "",
        False,
    ),
    SyntheticEmployer(
        "E07",
        "Детский сад и школа «Балауса»",
        "Актас",
        (
            "occ-kindergarten-teacher",
            "occ-teaching-assistant",
            "occ-cook",
            "occ-kazakh-teacher",
        ),
        date(2027, 1, 8),
        "day",
        "",
        False,
    ),
    SyntheticEmployer(
        "E08",
        "Магазины «Береке»",
        "Сарань",
        (
            "occ-seller-cashier",
            "occ-cashier",
            "occ-storekeeper",
            "occ-accountant",
        ),
        date(2026, 11, 5),
        "day;evening",
        "",
        False,
    ),
    SyntheticEmployer(
        "E09",
        "Служба питания и дома «Жайлы»",
        "Сарань",
        (
            "occ-cook",
            "occ-plumber",
            "occ-electrician",
            "occ-office-cleaner",
            "occ-sewing-machine-operator",
            "occ-bus-driver",
        ),
        date(2026, 11, 20),
        "day",
        "",
        False,
    ),
)
PROVIDERS = (
    ("Колледж «Сарыарқа»", "Сарань", "onsite", True),
    ("Учебный центр завода «Дала»", "Сарань", "workplace", False),
    ("Учебный центр «Тұлпар»", "Сарань", "workplace", False),
    ("Вечерняя школа ремёсел «Шеберлер»", "Караганда", "evening", False),
    ("Онлайн-школа «Білім жолы»", "", "online", False),
)
