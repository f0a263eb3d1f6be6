"""The database: the only place that knows SQL dialects, tables, the audit and migrations."""
