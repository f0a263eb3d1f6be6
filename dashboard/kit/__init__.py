"""What every screen is built from: HTML, fields, errors, undo, filters, chart, download, paging, actions and state."""
