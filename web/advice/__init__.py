"""For a jobseeker: own profile, recommendations, courses, why not, referrals, objections and consent."""

from web.advice import held, profile, recommended, referrals, rights
from web.advice.blueprint import advice

__all__ = ["advice", "held", "profile", "recommended", "referrals", "rights"]
