"""People who may enter, and what a centre keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "courses",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_courses")),
        sa.UniqueConstraint("centre_id", "course_id", name=op.f("uq_courses_centre_id_course_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_courses_public_id")),
    )
    op.create_table(
        "employers",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_employers")),
        sa.UniqueConstraint("centre_id", "employer_id", name=op.f("uq_employers_centre_id_employer_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_employers_public_id")),
    )
    op.create_table(
        "jobseekers",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_jobseekers")),
        sa.UniqueConstraint("centre_id", "jobseeker_id", name=op.f("uq_jobseekers_centre_id_jobseeker_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_jobseekers_public_id")),
    )
    op.create_table(
        "saved_searches",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_searches_public_id")),
    )
    op.create_index(op.f("ix_saved_searches_centre_id_owner"), "saved_searches", ["centre_id", "owner"], unique=False)
    op.create_table(
        "sign_in_tries",
        sa.Column("try_id", sa.String(length=36), nullable=False),
        sa.Column("try_key", sa.String(length=64), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("try_id", "try_key", name=op.f("pk_sign_in_tries")),
    )
    op.create_index("ix_sign_in_tries_key_at", "sign_in_tries", ["try_key", "tried_at"], unique=False)
    op.create_table(
        "unresolved_words",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("concept_id", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_unresolved_words")),
        sa.UniqueConstraint("public_id", name=op.f("uq_unresolved_words_public_id")),
    )
    op.create_index(
        op.f("ix_unresolved_words_centre_id_concept_id"), "unresolved_words", ["centre_id", "concept_id"], unique=False
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("centre_id", sa.String(length=64), nullable=False),
        sa.Column("employer_id", sa.String(length=64), nullable=False),
        sa.Column("jobseeker_id", sa.String(length=64), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "consents",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_consents_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_consents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_consents_public_id")),
    )
    op.create_index(op.f("ix_consents_centre_id_jobseeker_id"), "consents", ["centre_id", "jobseeker_id"], unique=False)
    op.create_table(
        "objections",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_objections_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_objections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_objections_public_id")),
    )
    op.create_index(op.f("ix_objections_centre_id_answer_by"), "objections", ["centre_id", "answer_by"], unique=False)
    op.create_index(
        op.f("ix_objections_centre_id_jobseeker_id"), "objections", ["centre_id", "jobseeker_id"], unique=False
    )
    op.create_table(
        "one_time_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_one_time_codes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_one_time_codes")),
    )
    op.create_index(op.f("ix_one_time_codes_user_id"), "one_time_codes", ["user_id"], unique=False)
    op.create_table(
        "sensitive_features",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("unemployed_since", sa.Date(), nullable=True),
        sa.Column("care_hours", sa.Float(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_sensitive_features_centre_id_jobseeker_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_sensitive_features")),
        sa.UniqueConstraint("centre_id", "jobseeker_id", name=op.f("uq_sensitive_features_centre_id_jobseeker_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sensitive_features_public_id")),
    )
    op.create_table(
        "sessions",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("course_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "course_id"],
            ["courses.centre_id", "courses.course_id"],
            name=op.f("fk_sessions_centre_id_course_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("centre_id", "session_id", name=op.f("uq_sessions_centre_id_session_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sessions_public_id")),
    )
    op.create_index(op.f("ix_sessions_centre_id_course_id"), "sessions", ["centre_id", "course_id"], unique=False)
    op.create_table(
        "sign_in_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_sign_in_sessions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_sessions")),
    )
    op.create_index(op.f("ix_sign_in_sessions_user_id"), "sign_in_sessions", ["user_id"], unique=False)
    op.create_table(
        "vacancies",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("employer_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("valid_through", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "employer_id"],
            ["employers.centre_id", "employers.employer_id"],
            name=op.f("fk_vacancies_centre_id_employer_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_vacancies")),
        sa.UniqueConstraint("centre_id", "vacancy_id", name=op.f("uq_vacancies_centre_id_vacancy_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_vacancies_public_id")),
    )
    op.create_index(op.f("ix_vacancies_centre_id_employer_id"), "vacancies", ["centre_id", "employer_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_decisions_centre_id_jobseeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "vacancy_id"],
            ["vacancies.centre_id", "vacancies.vacancy_id"],
            name=op.f("fk_decisions_centre_id_vacancy_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_decisions_public_id")),
    )
    op.create_index(
        op.f("ix_decisions_centre_id_jobseeker_id"), "decisions", ["centre_id", "jobseeker_id"], unique=False
    )
    op.create_index(op.f("ix_decisions_centre_id_vacancy_id"), "decisions", ["centre_id", "vacancy_id"], unique=False)
    op.create_table(
        "outcomes",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_outcomes_centre_id_jobseeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "vacancy_id"],
            ["vacancies.centre_id", "vacancies.vacancy_id"],
            name=op.f("fk_outcomes_centre_id_vacancy_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outcomes_public_id")),
    )
    op.create_index(op.f("ix_outcomes_centre_id_jobseeker_id"), "outcomes", ["centre_id", "jobseeker_id"], unique=False)
    op.create_index(op.f("ix_outcomes_centre_id_vacancy_id"), "outcomes", ["centre_id", "vacancy_id"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("referred_by", sa.String(), nullable=False),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_referrals_centre_id_jobseeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "vacancy_id"],
            ["vacancies.centre_id", "vacancies.vacancy_id"],
            name=op.f("fk_referrals_centre_id_vacancy_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_referrals_public_id")),
    )
    op.create_index(
        op.f("ix_referrals_centre_id_jobseeker_id"), "referrals", ["centre_id", "jobseeker_id"], unique=False
    )
    op.create_index(op.f("ix_referrals_centre_id_referred_at"), "referrals", ["centre_id", "referred_at"], unique=False)
    op.create_index(op.f("ix_referrals_centre_id_vacancy_id"), "referrals", ["centre_id", "vacancy_id"], unique=False)
    op.create_table(
        "shortlist_entries",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("jobseeker_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "jobseeker_id"],
            ["jobseekers.centre_id", "jobseekers.jobseeker_id"],
            name=op.f("fk_shortlist_entries_centre_id_jobseeker_id"),
        ),
        sa.ForeignKeyConstraint(
            ["centre_id", "vacancy_id"],
            ["vacancies.centre_id", "vacancies.vacancy_id"],
            name=op.f("fk_shortlist_entries_centre_id_vacancy_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_shortlist_entries")),
        sa.UniqueConstraint("public_id", name=op.f("uq_shortlist_entries_public_id")),
    )
    op.create_index(
        op.f("ix_shortlist_entries_centre_id_jobseeker_id"),
        "shortlist_entries",
        ["centre_id", "jobseeker_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_shortlist_entries_centre_id_vacancy_id"),
        "shortlist_entries",
        ["centre_id", "vacancy_id"],
        unique=False,
    )
    op.create_table(
        "standings",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("centre_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["centre_id", "vacancy_id"],
            ["vacancies.centre_id", "vacancies.vacancy_id"],
            name=op.f("fk_standings_centre_id_vacancy_id"),
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_standings")),
        sa.UniqueConstraint("centre_id", "vacancy_id", name=op.f("uq_standings_centre_id_vacancy_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_standings_public_id")),
    )
    op.create_index(op.f("ix_standings_centre_id_status"), "standings", ["centre_id", "status"], unique=False)


def downgrade() -> None:
    """Take the tables away, with all that they hold."""
    op.drop_index(op.f("ix_standings_centre_id_status"), table_name="standings")
    op.drop_table("standings")
    op.drop_index(op.f("ix_shortlist_entries_centre_id_vacancy_id"), table_name="shortlist_entries")
    op.drop_index(op.f("ix_shortlist_entries_centre_id_jobseeker_id"), table_name="shortlist_entries")
    op.drop_table("shortlist_entries")
    op.drop_index(op.f("ix_referrals_centre_id_vacancy_id"), table_name="referrals")
    op.drop_index(op.f("ix_referrals_centre_id_referred_at"), table_name="referrals")
    op.drop_index(op.f("ix_referrals_centre_id_jobseeker_id"), table_name="referrals")
    op.drop_table("referrals")
    op.drop_index(op.f("ix_outcomes_centre_id_vacancy_id"), table_name="outcomes")
    op.drop_index(op.f("ix_outcomes_centre_id_jobseeker_id"), table_name="outcomes")
    op.drop_table("outcomes")
    op.drop_index(op.f("ix_decisions_centre_id_vacancy_id"), table_name="decisions")
    op.drop_index(op.f("ix_decisions_centre_id_jobseeker_id"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_index(op.f("ix_vacancies_centre_id_employer_id"), table_name="vacancies")
    op.drop_table("vacancies")
    op.drop_index(op.f("ix_sign_in_sessions_user_id"), table_name="sign_in_sessions")
    op.drop_table("sign_in_sessions")
    op.drop_index(op.f("ix_sessions_centre_id_course_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("sensitive_features")
    op.drop_index(op.f("ix_one_time_codes_user_id"), table_name="one_time_codes")
    op.drop_table("one_time_codes")
    op.drop_index(op.f("ix_objections_centre_id_jobseeker_id"), table_name="objections")
    op.drop_index(op.f("ix_objections_centre_id_answer_by"), table_name="objections")
    op.drop_table("objections")
    op.drop_index(op.f("ix_consents_centre_id_jobseeker_id"), table_name="consents")
    op.drop_table("consents")
    op.drop_table("users")
    op.drop_index(op.f("ix_unresolved_words_centre_id_concept_id"), table_name="unresolved_words")
    op.drop_table("unresolved_words")
    op.drop_index("ix_sign_in_tries_key_at", table_name="sign_in_tries")
    op.drop_table("sign_in_tries")
    op.drop_index(op.f("ix_saved_searches_centre_id_owner"), table_name="saved_searches")
    op.drop_table("saved_searches")
    op.drop_table("jobseekers")
    op.drop_table("employers")
    op.drop_table("courses")
