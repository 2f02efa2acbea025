"""Documents that people hand in and take away.

In the order of the flow: `grid` (cells of a sheet), `table_file` (a file's sheets, of whatever
kind), `workbook` and `text_table` (the two kinds), `camera_columns` (what columns are called),
`headings` (where they stand), `camera_sentences` (mistakes in words), `camera_sheet` (a camera
catalogue read), `camera_export` (one written).
"""
