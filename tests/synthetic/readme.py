"""data/raw/README.md: what the sample deliveries state, where from, and what is wrong in them on purpose."""

from pathlib import Path

from tests.synthetic.deliveries import Sample

_TEXT = Path(__file__).parent / "readme.md"


def write(sample: Sample) -> None:
    """Fill in the planted faults, which only the finished sample knows."""
    lines = [
        f"| {fault.unit}/{fault.period} | {fault.file} | {fault.sheet} | {fault.row} | {fault.column} | {fault.reason} |"
        for fault in sample.faults
    ]
    text = _TEXT.read_text(encoding="utf-8").replace("<!-- faults -->", "\n".join(lines))
    (sample.folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
