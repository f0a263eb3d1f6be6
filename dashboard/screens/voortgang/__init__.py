"""Voortgang: fasen, mijlpalen, knooppunten, oordelen and cijfers of a wijk."""
