"""Releases that were published: where they are, which one is current, what changed between two, queries on one.

Putting a new release together belongs to `publishing`.
"""
