"""Open an account with a one-time link: choose a password. Public: the code behind the # is what opens it."""

from dashboard.access.uitnodiging import show

show()
