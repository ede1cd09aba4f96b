"""For the staff of a centre: vacancies, their candidates, search, comparison."""

from web.staff import caseload, decisions, people, vacancies
from web.staff.blueprint import staff

__all__ = ["caseload", "decisions", "people", "staff", "vacancies"]
