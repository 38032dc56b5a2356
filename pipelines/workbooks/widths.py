"""How wide a text is in a workbook."""


def text_width(text: str) -> int:
    """Columns that the text takes, of which a Chinese character takes two: the bytes that GB 18030 gives it."""
    return len(text.encode("gb18030", "replace"))
