"""Pictures of pages → pages of characters and ruling lines, which are then read as any other page is (extra `gouji[ocr]`)."""

from importlib.util import find_spec


def available() -> bool:
    """Whether the extra is installed: without it pages that are pictures are told of, and the rest is read."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


__all__ = ["available"]
