"""From outcomes to a ranker with its card; refused when it is not better than counting, or not audited."""

from matcher.services.training.auditing import audit_with
from matcher.services.training.flow import Audit, AuditResult, Trained, train
from matcher.services.training.pairs import Pairs, TrainingTown

__all__ = ["Audit", "AuditResult", "Pairs", "Trained", "TrainingTown", "audit_with", "train"]
