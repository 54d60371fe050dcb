"""Our own workbook: a district's table of one year, to be filled in outside and brought back.

`keys` is what writer and reader agree on, `content` what a table holds, `writer` how it looks in Excel.
The reader stands with the other ones: monitoring.imports.own_book.
"""

from monitoring.own_book.content import Book, district_book
from monitoring.own_book.writer import file_name, write_book

__all__ = ["Book", "district_book", "file_name", "write_book"]
