"""The error tree.

::

    MatcherError                 carries a code and parameters; a door turns them into a sentence of the reader's language
    +-- UsageError               wrong options or files that do not belong together; exit status 2
    +-- InputError               a file cannot be read as a whole; exit status 2
    |   +-- EncodingError        its bytes are in no encoding that we know
    |   +-- StructureError       its lines do not form a table
    +-- TaxonomyError            the taxonomy's own files contradict each other
    +-- ModelError               a model file is damaged, foreign, of another version, or refused
    +-- ConflictError            somebody else has saved the record since it was read
    +-- StorageError             the disk is full, read-only, or cannot be read; exit status 2
"""

from __future__ import annotations


class MatcherError(Exception):
    """Any fault that we can explain to the person who met it.

    Parameters
    ----------
    code : str
        Key of the sentence in the catalogues (``error.<code>``).
    **params : object
        What the sentence names: file, line, column, found, expected.

    Examples
    --------
    >>> str(InputError("file_not_found", file="J.csv"))
    'file_not_found (file=J.csv)'
    """

    exit_status = 2

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({shown})" if shown else self.code

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions cross process borders in the engines; the keyword parameters must survive.
        return _restore, (type(self), self.code, self.params)


def _restore(kind: type[MatcherError], code: str, params: dict[str, object]) -> MatcherError:
    return kind(code, **params)


class UsageError(MatcherError):
    """Wrong options, or files that do not belong together."""


class InputError(MatcherError):
    """A file that cannot be read as a whole."""


class EncodingError(InputError):
    """The bytes are in no encoding that we know."""


class StructureError(InputError):
    """The lines do not form a table."""


class TaxonomyError(MatcherError):
    """The taxonomy's own files contradict each other."""


class ModelError(MatcherError):
    """A model file that is damaged, foreign, of another version, or refused."""


class StorageError(MatcherError):
    """The disk is full, read-only, closed to us, or broken: ``disk_full``, ``disk_read_only``, ``disk_not_writable``, ``disk_broken``."""


class ConflictError(MatcherError):
    """Somebody else has saved the record since it was read.

    Parameters
    ----------
    stored : object
        The record as it stands now; kept out of ``params``, so that a logged error tells nothing of a person.
    """

    def __init__(self, code: str, *, stored: object = None, **params: object) -> None:
        super().__init__(code, **params)
        self.stored = stored

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.code, {**self.params, "stored": self.stored})
