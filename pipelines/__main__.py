"""`python -m pipelines` is the command `township`."""

from pipelines.cli.commands import main

main()
