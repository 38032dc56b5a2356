"""The static site of a release: pages that open from a folder or a plain web server, without a network.

`pages` makes HTML of marts, quality tables, notebooks and the dictionary, out of `parts` and `elements`, which
know a mart and which know none; `site` is what all pages share; `figures` draws
with pipelines.charts; `assets` is what every page shares. Nothing here is read back by a build.
"""

from pipelines.site.build import share_workbooks, write_notebook_page, write_site

__all__ = ["share_workbooks", "write_notebook_page", "write_site"]
