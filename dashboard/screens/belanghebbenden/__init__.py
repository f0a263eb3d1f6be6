"""Belanghebbenden: the register of a wijk, and one of them."""
