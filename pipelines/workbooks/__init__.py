"""Excel workbooks that leave the office: one for each area, and the feedback to each unit that delivered.

Which counts they may show is decided by `disclosure`.
"""
