"""What people do on a site: users, sessions, states of findings, and the log that all of it is written into."""

from gouji.web.people.database import People, PeopleError

__all__ = ["People", "PeopleError"]
