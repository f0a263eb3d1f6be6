"""From cells to records and back: guessing columns, matching words, the preview. Knows no database and no screen."""
