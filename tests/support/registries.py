"""Small registries, and the marts that follow from them."""

from pipelines.disclosure.small_cells import load_small_cells

THRESHOLD = load_small_cells().threshold
