"""Tables of cells, in and out: CSV and workbooks, read where they can do no harm."""
