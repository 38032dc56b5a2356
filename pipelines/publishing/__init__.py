"""A build becomes a release: written beside the last one, verified, and made visible by one rename.

What a table means belongs to `marts`; here belong files, names, comments and the record of a release.
"""
