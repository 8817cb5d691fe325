"""What gives access: how names of passwords, tokens and keys look, and when a value is one rather than a way to one."""

import re
from collections.abc import Iterable
from typing import Any, Final

PEM: Final = "-----BEGIN "
# Words without one of which no name is a credential's: a cheap first look into large texts.
WORDS: Final = ("pass", "pwd", "pw", "secret", "token", "key", "credential", "cert")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP: Final = re.compile(r"[^A-Za-z0-9]+")
_OPENING: Final = re.compile(
    r"PASSWORD|PASSWD|(?<!^OLD)(?<!^)PWD|SECRET|TOKEN(?!IZ)|(?:API|ACCESS|PRIVATE)_?KEY|CREDENTIAL|PW$"
)
_CERTIFICATE: Final = re.compile(r"(?<!CON)CERT(?:S|IFICATES?)?(?:_|$)")
# Names that speak about a credential: where it is, how long it lives, whether there is one.
_ABOUT: Final = re.compile(
    r"(?:^|_)(?:ALLOW|AUTOMOUNT|CREATE|DISABLE|ENABLE|EXISTING|GENERATE|HAS|IS|MOUNT|NO|PULL|REQUIRE|SHOW|USE)_"
    r"|(?:FILE|FILENAME|PATH|NAME|NAMES|DIR|DIRECTORY|FOLDER|URL|URI)$"
    r"|_(?:AGE|ALGORITHM|AUDIENCE|BACKEND|CLASS|COUNT|DISABLED|DURATION|ENABLED|ENCODING|ENDPOINT|EXPIRATION|EXPIRES|EXPIRY|"
    r"FORMAT|HEADER|HOST|INTERVAL|ISSUER|KIND|LENGTH|LEN|LIFETIME|LIMIT|LOCATION|MANAGER|MAX|METHOD|MIN|MODE|NAMESPACE|"
    r"POLICY|PORT|PREFIX|PROVIDER|REF|REFRESH|REQUIRED|RETRIES|ROTATION|SCOPES?|SIZE|SUFFIX|TIMEOUT|TTL|TYPE|VALIDITY|VERSION)$"
    r"|(?:PASSWORD|TOKEN|CREDENTIALS?|CERT|CERTIFICATE)_KEYS?$|(?:^|_)SECRET_KEYS$"
)
_SWITCH: Final = frozenset(
    ("", "true", "false", "yes", "no", "on", "off", "enabled", "disabled", "null", "none", "nil", "~", "{}", "[]")
)
# A path, a variable, a template's or a placeholder's braces, a reference to a vault.
_REFERENCE: Final = re.compile(r"/|\$[({\w]|\{\{|\{%|<|%\(|%\{|vault:|ref\+|file:|env:|secret:")


def is_credential(name: str, certificates: bool = True) -> bool:
    """Whether a variable, key or flag of this name holds what gives access. certificates: they count as well."""
    words = _words(name)
    if not _OPENING.search(words) and not (certificates and _CERTIFICATE.search(words)):
        return False
    return _ABOUT.search(words) is None


def is_literal(value: Any) -> bool:
    """Whether a value is written out: no switch, no path, no reference to something else."""
    text = "" if value is None or isinstance(value, dict | list) else str(value).strip().strip("'\"")
    return text.lower() not in _SWITCH and not _REFERENCE.match(text)


def is_account(name: str, names: Iterable[str]) -> bool:
    """Whether a name is that of a user, and one of the names that of a password or token of the same account."""
    words = _words(name).removesuffix("NAME").rstrip("_")
    prefix = words.removesuffix("USER")
    return prefix != words and any(
        _words(other).startswith(prefix) and is_credential(other, certificates=False) for other in names
    )


def _words(name: str) -> str:
    return _GAP.sub("_", _CAMEL.sub("_", name.strip(" -_."))).upper()
