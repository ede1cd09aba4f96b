"""What is on a page as a file: CSV or a typed workbook, with the page's own filters and order."""

from web.exports import figures, needs, people, recommended
from web.exports.blueprint import exports

__all__ = ["exports", "figures", "needs", "people", "recommended"]
