"""What is read of one's own account beside its sessions."""

from sqlalchemy.orm import Session

from wijkkompas_core.domain.toegang import Actor
from wijkkompas_core.queries.vraag import vraag
from wijkkompas_core.services.toegang.inlogstappen import must_have_second_factor
from wijkkompas_core.services.toegang.tweede_factor import Factor, factor_of
from wijkkompas_core.settings import Settings


@vraag(persoonlijk=True)
def own_factor(session: Session, actor: Actor, settings: Settings) -> tuple[Factor | None, bool]:
    """The second factor of the actor, when it is on, and whether their roles ask for one."""
    gebruiker = actor.gebruiker or 0
    return factor_of(session, gebruiker), must_have_second_factor(session, gebruiker, settings)
