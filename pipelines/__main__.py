"""`python -m pipelines` is the command `township`."""

from pipelines.cli import main

main()
