"""What changed since a day: its filter, marks in charts, and the changes themselves."""
