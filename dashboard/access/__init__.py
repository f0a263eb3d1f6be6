"""Who is there: login, second factor, invitation, session, or by a link."""
