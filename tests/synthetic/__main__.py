"""`python -m tests.synthetic [FOLDER]` writes the sample deliveries, into data/raw by default."""

import argparse
from pathlib import Path

from tests.synthetic import (
    ertai,
    governance,
    jobs,
    monitoring,
    mutang,
    organization,
    published,
    readme,
    report002,
    report004,
    zhaishi,
    zhaotan,
)
from tests.synthetic.deliveries import Sample


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.synthetic", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "data" / "raw")
    sample = Sample(parser.parse_args().folder)
    for unit in (
        mutang,
        ertai,
        zhaishi,
        zhaotan,
        report004,
        report002,
        monitoring,
        jobs,
        governance,
        organization,
        published,
    ):
        unit.write(sample)
    readme.write(sample)
    files = [path for path in sample.folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{sample.folder}: {len(files)} files, {size:.1f} MB, {len(sample.faults)} planted faults")


if __name__ == "__main__":
    main()
