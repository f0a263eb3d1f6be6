"""Kompas: the circle of fasen, sporen and aspecten, and what a part of it holds."""
