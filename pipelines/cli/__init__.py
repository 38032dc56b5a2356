"""The command `township`: commands and what they print.

Each command calls one function of another package; nothing is computed here.
"""
