"""The same charts on paper: a plotly figure written as SVG."""
