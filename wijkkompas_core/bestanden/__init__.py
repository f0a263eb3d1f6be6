"""Files that other programs read and write: CSV, XLSX and ODS. Knows no database, no rights and no screen."""
