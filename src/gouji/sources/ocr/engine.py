"""The recognition engine (rapidocr, its models inside its package): where lines of text stand in a picture, and what they say.

Only the engine's two networks are used: the detector and the recogniser. The angle classifier stays off (it turns 08 into
80). The recogniser's own scores are kept for every character, and the second-best character where it was in doubt.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import cv2
import numpy as np
from numpy.typing import NDArray

from gouji.sources.document import SourceError

Picture = NDArray[np.uint8]  # height × width × 3
_FINDING_SCALE = 0.55  # of 200 dpi: lines of text are found as well, in a third of the time
_BATCH = 8
_HEIGHT, _NARROW = 48, 96  # of a line's picture as the recogniser takes it: no narrower than this
_MOST_THREADS = 4
_RIVAL = 0.02  # a second-best character with at least this probability is another reading
_LONGEST = 120.0  # a line longer than this many heights is not one line of text


class Mark(NamedTuple):
    """A recognised character: its middle along the line (0 to 1), how sure it is, and what it might be instead."""

    text: str
    at: float
    sure: float
    rival: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture of one line says."""

    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return "".join(m.text for m in self.marks)

    @property
    def sure(self) -> float:
        """How sure the least sure character is (0 to 1); 0 for no character."""
        return min((m.sure for m in self.marks), default=0.0)


class _Decoder:
    """Takes the place of the engine's own decoding: keeps each character's score, position and rival."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = characters

    def __call__(
        self, scores: NDArray[np.float32], words: bool, wh_ratio_list: Sequence[float], max_wh_ratio: float
    ) -> tuple[list[tuple[str, float]], list[Words]]:
        found = [self._line(s, r / max_wh_ratio) for s, r in zip(scores, wh_ratio_list, strict=True)]
        return [(w.text, w.sure) for w in found], found

    def _line(self, scores: NDArray[np.float32], share: float) -> Words:
        """`scores`: steps along the line × characters, 0 being none; the line fills `share` of the steps."""
        best = scores.argmax(axis=1)
        width = max(len(best) * share, 1.0)
        marks: list[Mark] = []
        start = 0
        for step in range(1, len(best) + 1):
            if step < len(best) and best[step] == best[start]:
                continue
            if best[start] != 0:
                marks.append(self._mark(scores[start:step], (start + step) / 2 / width))
            start = step
        return Words(tuple(marks))

    def _mark(self, scores: NDArray[np.float32], at: float) -> Mark:
        """One character from the steps that show it: the step that is surest speaks."""
        top = scores[int(scores.max(axis=1).argmax())].copy()
        first = int(top.argmax())
        sure, top[first] = float(top[first]), 0.0
        second = int(top.argmax()) if sure < 1 - _RIVAL else 0
        rival = self.characters[second] if second != 0 and float(top[second]) >= _RIVAL else ""
        if rival and normalize("NFKC", rival) == normalize("NFKC", self.characters[first]):  # full width or half: no doubt
            sure, rival = sure + float(top[second]), ""
        return Mark(self.characters[first], min(at, 1.0), sure, rival)


def _model(kind: str) -> str:
    """The package's own model for finding (`det`) or reading (`rec`) text. Raises SourceError where it came without."""
    spec = find_spec("rapidocr")
    folders = [Path(p) / "models" for p in (spec.submodule_search_locations or ())] if spec else []
    found = sorted(str(file) for folder in folders for file in folder.glob(f"*_{kind}_*.onnx"))
    if not found:
        raise SourceError("文字识别的模型没有随rapidocr安装，请重装gouji[ocr]", "rapidocr came without its models")
    return found[-1]


class Engine:
    """The two networks, loaded when first asked for."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        threads = max(1, min(os.cpu_count() or 1, _MOST_THREADS))
        whole: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Det.model_path": _model("det"),  # named, so that the engine never looks whether to fetch one
                "Rec.model_path": _model("rec"),
                "Rec.rec_batch_num": _BATCH,
                "Rec.rec_img_shape": [3, _HEIGHT, _NARROW],
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )
        self._detector: Any = whole._load_det_model()
        self._recogniser: Any = whole._load_rec_model()
        self._recogniser.postprocess_op = _Decoder(self._recogniser.postprocess_op.character)

    def find(self, picture: Picture) -> NDArray[np.float32]:
        """The corners (n × 4 × 2, pixels, clockwise from the top left) of the lines of text in a page's picture."""
        small = cv2.resize(picture, None, fx=_FINDING_SCALE, fy=_FINDING_SCALE, interpolation=cv2.INTER_AREA)
        found = self._detector(small).boxes
        if found is None:
            return np.zeros((0, 4, 2), np.float32)
        return np.asarray(found, np.float32) / np.float32(_FINDING_SCALE)

    def read(self, pictures: Sequence[Picture]) -> list[Words]:
        """What each picture of one line says."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        usable = [i for i, p in enumerate(pictures) if min(p.shape[:2]) > 0 and p.shape[1] <= _LONGEST * p.shape[0]]
        out = [Words(())] * len(pictures)
        if usable:
            answer = self._recogniser(TextRecInput(img=[pictures[i] for i in usable], return_word_box=True))
            for i, words in zip(usable, answer.word_results, strict=True):
                out[i] = words
        return out


@cache
def engine() -> Engine:
    """The process's engine. Raises SourceError where its models are missing."""
    return Engine()
