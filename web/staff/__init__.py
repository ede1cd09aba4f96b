"""For the staff of a centre: vacancies, their candidates, search, comparison."""

from web.staff import vacancies
from web.staff.blueprint import staff

__all__ = ["staff", "vacancies"]
