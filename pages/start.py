"""The public page: what a wijkaanpak involves. Shows the method only, no data of any wijk."""

from dashboard.access.landing import way_in
from dashboard.page import open_public
from dashboard.screens.kompas import method

open_public("")
way_in()
method.draw()
