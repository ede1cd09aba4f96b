"""For the staff of a centre: vacancies, their candidates, search, comparison."""

from web.staff import caseload, comparing, decisions, finding, people, training, vacancies
from web.staff.blueprint import staff

__all__ = ["caseload", "comparing", "decisions", "finding", "people", "staff", "training", "vacancies"]
