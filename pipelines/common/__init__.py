"""What every package uses: errors, SQL text, YAML files, worker processes, and where things lie.

Nothing here knows a register, a mart or a release.
"""
