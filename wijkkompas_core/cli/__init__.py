"""The commands of `python -m wijkkompas_core`: each takes the parsed arguments and the settings, and prints."""
