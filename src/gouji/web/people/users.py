"""Who may log in: names, roles, passwords. Every change is logged with who made it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from gouji.web.people.database import People, PeopleError
from gouji.web.people.log import SYSTEM, Deed, append, lock
from gouji.web.people.models import NAME, Login, User, now
from gouji.web.people.words import folded

ROLES = ("viewer", "reviewer", "admin")  # each may what the ones before may
LEAST, MOST = 10, 200  # characters of a password
COMMON = ("1234567890", "0123456789", "password", "qwertyuiop", "admin", "gouji", "勾稽", "abcdefghij")
_NAME = re.compile(r"[\w][\w.@-]*")
_HASHER = PasswordHasher()  # argon2id with the library's parameters: 64 MiB, 3 passes
_AT_ONCE = BoundedSemaphore(2)  # hashes at a time: each takes 64 MiB


@dataclass(frozen=True, slots=True)
class Account:
    """A user as others see him."""

    id: int
    name: str
    role: str
    active: bool
    created_at: datetime


def add(people: People, name: str, password: str, role: str, by: str) -> Account:
    """A new user. Raises PeopleError for a name that is taken or unfit, a weak password, an unknown role."""
    name = fit_name(name)
    fit_role(role)
    fit_password(password, name)
    secret = hashed(password)
    with people.change() as session:
        lock(session)
        if _find(session, name):
            raise PeopleError(f"已经有用户“{name}”", f"there is a user “{name}” already")
        user = User(name=name, folded=folded(name), password=secret, role=role, active=True, created_at=now())
        session.add(user)
        append(session, [Deed(by, "user_added", name, {"role": role})])
        return _account(user)


def change(people: People, name: str, by: str, role: str | None = None, active: bool | None = None) -> Account:
    """Gives a user another role, or lets him log in or not. Raises PeopleError where the last administrator would be lost."""
    if role is not None:
        fit_role(role)
    with people.change() as session:
        lock(session)
        user = _known(session, name)
        before = {"role": user.role, "active": user.active}
        user.role = user.role if role is None else role
        user.active = user.active if active is None else active
        after = {"role": user.role, "active": user.active}
        if after == before:
            return _account(user)
        if not session.scalar(select(func.count()).where(User.role == "admin", User.active)):
            raise PeopleError("至少要有一个能登录的管理员", "there must be an administrator who can log in")
        session.execute(delete(Login).where(Login.user_id == user.id))  # what he may do is settled anew when he logs in
        append(session, [Deed(by, "user_changed", user.name, {"old": before, "new": after})])
        return _account(user)


def set_password(people: People, name: str, password: str, by: str) -> None:
    """A new password; it ends all of the user's sessions. Raises PeopleError for a weak one or an unknown user."""
    fit_password(password, name)
    secret = hashed(password)
    with people.change() as session:
        lock(session)
        user = _known(session, name)
        user.password = secret
        session.execute(delete(Login).where(Login.user_id == user.id))
        append(session, [Deed(by, "password_changed", user.name, {})])


def listed(people: People) -> list[Account]:
    """All users by name."""
    with people.read() as session:
        return [_account(u) for u in session.scalars(select(User).order_by(User.folded))]


def authenticated(people: People, name: str, password: str) -> Account | None:
    """The user of that name and password. An unknown name costs as much time as a wrong password."""
    with people.read() as session:
        user = _find(session, name)
    right = verified(password, user.password if user else _nobody())
    return _account(user) if user and right and user.active else None


def fit_name(name: str) -> str:
    """The name as it is kept: letters (汉字 too), digits, . @ _ -; at most 40. Raises PeopleError for another."""
    kept = unicodedata.normalize("NFKC", name).strip()
    if len(kept) > NAME or not _NAME.fullmatch(kept):
        raise PeopleError(
            f"用户名最多{NAME}个字，只用汉字、字母、数字和 . @ _ -", f"a user name has at most {NAME} letters, digits, . @ _ -"
        )
    if folded(kept) == SYSTEM:
        raise PeopleError(f"“{kept}”留给系统自己", f"“{kept}” is the system's own name")
    return kept


def fit_role(role: str) -> None:
    """Raises PeopleError for what is no role."""
    if role not in ROLES:
        raise PeopleError("角色是 viewer、reviewer、admin 之一", "a role is one of viewer, reviewer, admin")


def fit_password(password: str, name: str) -> None:
    """Raises PeopleError for a password that is too short or long, too plain, or the name itself."""
    if not LEAST <= len(password) <= MOST:
        raise PeopleError(f"密码要有{LEAST}到{MOST}个字符", f"a password has {LEAST} to {MOST} characters")
    low = folded(password)
    rest = low
    for word in (folded(name), *COMMON):
        rest = rest.replace(word, "") if word else rest
    if len(set(low)) < 4 or len(rest) < 4:
        raise PeopleError("这个密码太容易猜", "this password is too easy to guess")


def hashed(password: str) -> str:
    """Its argon2id hash."""
    with _AT_ONCE:
        return _HASHER.hash(_bytes(password))


def verified(password: str, secret: str) -> bool:
    """Whether the hash is of that password. What is far too long is refused without being hashed."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(secret, _bytes(password[: MOST + 1]))
        except (VerificationError, InvalidHashError):
            return False


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def _nobody() -> str:
    """The hash that an unknown name is measured against."""
    return _HASHER.hash("没有这个人")


def _find(session: Session, name: str) -> User | None:
    key = folded(name.strip()[: 4 * NAME])
    return session.scalar(select(User).where(User.folded == key)) if key and "\0" not in key else None


def _known(session: Session, name: str) -> User:
    user = _find(session, name)
    if user is None:
        raise PeopleError(f"没有用户“{name[:NAME]}”", f"there is no user “{name[:NAME]}”")
    return user


def _account(user: User) -> Account:
    return Account(user.id, user.name, user.role, user.active, user.created_at)
