"""What units send: the folders of data/raw, their periods, and the notes beside their files.

Which folder is a delivery and what its name means belongs here; the content of its files belongs to `reading`.
"""
