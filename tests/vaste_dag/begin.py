"""Importing this begins the day of the tests, in this process and in all that it starts."""

from tests.vaste_dag import begin_the_day

begin_the_day()
