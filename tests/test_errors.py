"""Errors keep their code and parameters, also across processes."""

import copy

import pytest

from matcher import errors

KINDS = [
    errors.UsageError,
    errors.InputError,
    errors.EncodingError,
    errors.StructureError,
    errors.TaxonomyError,
    errors.ModelError,
    errors.ConflictError,
]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_a_process_border(kind):
    # copy uses the same protocol (__reduce_ex__) as the engines' transport
    fault = copy.copy(kind("file_not_found", file="J.csv", line=3))
    assert type(fault) is kind
    assert (fault.code, fault.params) == ("file_not_found", {"file": "J.csv", "line": 3})


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_ends_the_program_with_2(kind):
    assert kind("x").exit_status == 2


def test_an_error_shows_its_code_and_what_it_names():
    assert str(errors.StructureError("missing_column", file="V.csv", missing="title")) == (
        "missing_column (file=V.csv, missing=title)"
    )


def test_structure_and_encoding_are_kinds_of_input_errors():
    assert issubclass(errors.StructureError, errors.InputError)
    assert issubclass(errors.EncodingError, errors.InputError)


def test_a_conflict_carries_what_is_stored_across_processes_and_never_shows_it():
    fault = copy.copy(errors.ConflictError("conflict", stored="Aigul", version=2))
    assert fault.stored == "Aigul"
    assert str(fault) == "conflict (version=2)"
