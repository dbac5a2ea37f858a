"""`tiaoli user`: who may sign in. Every change goes into the audit log."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from ingest.errors import TiaoliError
from ui.guarding.entries import Event, Person
from ui.guarding.roles import Role
from ui.guarding.settings import log_from, users_file
from ui.guarding.users import Users
from ui.settings import home_from

_STDIN = "read the password from standard input, one line"
_NONE = "no password: only a proxy signs this user in (TIAOLI_SSO_HEADER)"


def add_user(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `tiaoli user` its commands and options."""
    commands = parser.add_subparsers(required=True, metavar="command")
    add = commands.add_parser("add", help="add a user; the password is asked for twice")
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=[role.value for role in Role])
    kind = add.add_mutually_exclusive_group()
    kind.add_argument("--password-stdin", action="store_true", help=_STDIN)
    kind.add_argument("--no-password", action="store_true", help=_NONE)
    add.set_defaults(run=_add)
    listed = commands.add_parser("list", help="names, roles, and how they sign in")
    listed.set_defaults(run=_list)
    remove = commands.add_parser("remove", help="remove a user; sessions and tokens end")
    remove.add_argument("name")
    remove.set_defaults(run=_remove)
    password = commands.add_parser("password", help="another password; sessions and tokens end")
    password.add_argument("name")
    password.add_argument("--password-stdin", action="store_true", help=_STDIN)
    password.set_defaults(run=_password)
    role = commands.add_parser("role", help="another role, from the next request on")
    role.add_argument("name")
    role.add_argument("role", choices=[role.value for role in Role])
    role.set_defaults(run=_role)
    token = commands.add_parser("token", help="a token for the programs of a user, shown once")
    token.add_argument("name")
    token.set_defaults(run=_token)


def here() -> Person:
    """Who runs a command, as the log names them: the account of this machine."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    return Person(name, "", "console")


def _users() -> Users:
    return Users(users_file(home_from().folder, os.environ))


def _add(options: argparse.Namespace) -> int:
    from ui.guarding import passwords

    users = _users()
    if users.find(options.name):
        raise TiaoliError(f"there is a user {options.name!r} already; see `tiaoli user list`")
    kept = "" if options.no_password else passwords.hashed(_asked(options), options.name)
    users.add(options.name, options.role, kept)
    return _changed("added", options.name, role=options.role)


def _list(options: argparse.Namespace) -> int:  # noqa: ARG001
    users = list(_users())
    for user in users:
        ways = [*(["password"] if user.password else []), *(["token"] if user.tokens else [])]
        _say(f"{user.name}\t{user.role.value}\t{', '.join(ways) or 'proxy only'}")
    if not users:
        _say("nobody yet; add somebody with `tiaoli user add NAME --role admin`")
    return 0


def _remove(options: argparse.Namespace) -> int:
    _users().remove(options.name)
    return _changed("removed", options.name)


def _password(options: argparse.Namespace) -> int:
    from ui.guarding import passwords

    users = _users()
    if users.find(options.name) is None:
        raise TiaoliError(f"there is no user {options.name!r}; see `tiaoli user list`")
    users.set_password(options.name, passwords.hashed(_asked(options), options.name))
    return _changed("password", options.name)


def _role(options: argparse.Namespace) -> int:
    _users().set_role(options.name, options.role)
    return _changed("role", options.name, role=options.role)


def _token(options: argparse.Namespace) -> int:
    token = _users().add_token(options.name)
    _changed("token", options.name)
    _say(token)
    return 0


def _asked(options: argparse.Namespace) -> str:
    """The password: one line of standard input, or typed twice without being seen."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise TiaoliError("no terminal to ask for a password; use --password-stdin")
    first = getpass.getpass("password: ")
    if getpass.getpass("once more: ") != first:
        raise TiaoliError("the two are not the same; nothing was changed")
    return first


def _changed(what: str, name: str, role: str = "") -> int:
    log = log_from(home_from().folder, os.environ)
    log.write(Event.USER_CHANGED, here(), what=what, name=name, new_role=role)
    sys.stderr.write(f"{name}: {what}\n")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
