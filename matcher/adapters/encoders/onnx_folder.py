"""Any sentence encoder in the ONNX format, from a folder that the centre puts there (``MATCHER_ENCODER_DIR``).

The folder holds ``model.onnx`` (or ``onnx/model.onnx``) and ``tokenizer.json``, as published with, for example,
intfloat/multilingual-e5-small. Run by onnxruntime (MIT) on one thread; nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.errors import ModelError

MODELS = ("model.onnx", "onnx/model.onnx")
LONGEST_TEXT = 300
MOST_TOKENS = 128
_SAMPLE = 1 << 20


class OnnxFolder:
    """Encodes with the model of a folder, which is loaded at the first text.

    Parameters
    ----------
    folder : Path

    Raises
    ------
    ImportError
        Where onnxruntime or tokenizers is not installed.
    ModelError
        ``model_not_found`` where the folder lacks the model or the tokenizer.
    """

    name = "onnx"

    def __init__(self, folder: Path) -> None:
        if not is_installed():
            raise ImportError("onnxruntime and tokenizers are not installed")
        found = [folder / name for name in MODELS if (folder / name).is_file()]
        for missing in [] if found else [folder / MODELS[0]]:
            raise ModelError("model_not_found", model=str(missing))
        if not (folder / "tokenizer.json").is_file():
            raise ModelError("model_not_found", model=str(folder / "tokenizer.json"))
        self.folder = folder
        self.model_path = found[0]
        self.fingerprint = f"onnx-{_digest(self.model_path)}"
        self.prefix = read_prefix(folder)

    @property
    def dim(self) -> int:
        """Length of a vector; loads the model."""
        return int(self.encode(["."]).shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, float32, shape (n, dim): the model's own sentence vector, or the mean over the tokens."""
        parts = [self._one(self.prefix + (text[:LONGEST_TEXT].strip() or ".")) for text in texts or ["."]]
        return np.stack(parts)[: len(texts)].astype(np.float32)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(str(self.model_path), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_TOKENS)
        return tokenizer

    def _one(self, text: str) -> NDArray[np.float64]:
        # One by one: in a batch, padding changes the last digits.
        ids = self._tokenizer.encode(text).ids or [0]
        row = np.array([ids], dtype=np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        wanted = {each.name for each in self._session.get_inputs()}
        outputs = self._session.run(None, {name: value for name, value in given.items() if name in wanted})
        whole = next((each for each in outputs if np.ndim(each) == 2), None)
        vector = np.asarray(outputs[0])[0].mean(axis=0) if whole is None else np.asarray(whole)[0]
        return np.asarray(vector, dtype=np.float64)


def read_prefix(folder: Path) -> str:
    """Return what the model wants before a text: the ``query`` prompt of its own settings, ``query: `` for the e5 family."""
    settings = _read_json(folder / "config_sentence_transformers.json")
    prompts = settings.get("prompts")
    if isinstance(prompts, dict) and isinstance(prompts.get("query"), str):
        return str(prompts["query"])
    named = f"{folder.name} {_read_json(folder / 'config.json').get('_name_or_path', '')}".lower()
    return "query: " if "e5" in named.replace("/", "-").replace("_", "-").replace(" ", "-").split("-") else ""


def is_installed() -> bool:
    """Return whether onnxruntime and tokenizers are there."""
    return all(find_spec(name) is not None for name in ("onnxruntime", "tokenizers"))


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    """Return 16 digits of the first and last megabyte and the size: a whole model would take a second each start."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(size - _SAMPLE, 0))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()[:16]
