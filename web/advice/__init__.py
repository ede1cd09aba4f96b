"""For a jobseeker: own profile, recommendations, courses, why not, referrals, objections and consent."""

from web.advice import profile, recommended, referrals, rights, subject_access
from web.advice.blueprint import advice

__all__ = ["advice", "profile", "recommended", "referrals", "rights", "subject_access"]
