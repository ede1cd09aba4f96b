"""For a jobseeker: own profile, recommendations, courses, why not, objections and consent."""

from web.advice import profile, recommended, rights
from web.advice.blueprint import advice

__all__ = ["advice", "profile", "recommended", "rights"]
