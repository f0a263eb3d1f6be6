"""Apache Superset beside Wijkkompas: the same database, the same figures, the same browser."""
