"""Balans per wijk: the balance of all wijken on one scale, and the band they are held against."""
