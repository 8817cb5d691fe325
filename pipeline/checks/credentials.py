"""What gives access: how names of passwords, tokens and keys look, and when a value is one rather than a way to one."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

PEM: Final = "-----BEGIN "
# Words without one of which no name is a credential's: a cheap first look into large texts.
WORDS: Final = ("pass", "pwd", "pw", "secret", "token", "key", "credential", "cert")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GAP: Final = re.compile(r"[^A-Za-z0-9]+")
_OPENING: Final = re.compile(
    r"PASSWORD|PASSWD|PASS_?PHRASE|(?<!^OLD)(?<!^)PWD|SECRET|TOKEN(?!IZ)|(?:API|ACCESS|PRIVATE)_?KEY|CREDENTIAL|PW$"
    # Directives of nginx pass requests on: proxy_pass, fastcgi_pass.
    r"|(?:^|(?<!BY)(?<!PROXY)(?<!CGI)(?<!SGI)(?<!GRPC)(?<!MEMCACHED)_)PASS$"
)
_CERTIFICATE: Final = re.compile(r"(?<!CON)(?<!REQ)(?<!CA)(?<!CA_)CERT(?:S|IFICATES?)?(?:_|$)")
# Names that speak about a credential: where it is, how long it lives, whether there is one, how many there are.
_ABOUT: Final = re.compile(
    r"(?:^|_)(?:ALLOW|AUTOMOUNT|CREATE|DISABLE|ENABLE|EXISTING|GENERATE|HAS|IS|MAX|MIN|MOUNT|NO|NUM|PULL|REQUIRE|SHOW|USE)_"
    r"|(?:FILE|FILENAME|PATH|NAME|NAMES|DIR|DIRECTORY|FOLDER|URL|URI)$"
    r"|_(?:AGE|ALG|ALGORITHM|AUDIENCE|BACKEND|CLASS|CMD|COMMAND|CONFIG|CONNECTOR|COUNT|DISABLED|DURATION|ENABLED|ENCODING|"
    r"ENDPOINT|EXPIRATION|EXPIRES|EXPIRY|FORMAT|HEADER|HOST|INTERVAL|ISSUER|ITEM|KIND|LENGTH|LEN|LIFETIME|LIMIT|LOCATION|"
    r"MANAGER|MAX|METHOD|MIN|MODE|NAMESPACE|POLICY|PORT|PREFIX|PROMPT|PROVIDER|REF|REFRESH|REQUIRED|RETRIES|ROTATION|SCOPES?|"
    r"SELECTOR|SIZE|STDIN|SUFFIX|TEMPLATE|TIMEOUT|TTL|TYPE|VALIDITY|VERSION)$"
    # Keys in a Secret: PASSWORD_KEY, ROOT_USER_SECRET_KEY.
    r"|(?:PASSWORDS?|TOKEN|CREDENTIALS?|CERT|CERTIFICATE)_KEYS?$|(?:PASSWORDS?|USER|ACCOUNT|KEY)_SECRET_(?:[A-Z]+_)?KEYS?$"
    r"|(?:^|_)SECRET_KEYS$"
)
# In the style of values, `extraEnvVarsSecret` is the name of a Secret, while `clientSecret` is one.
_OBJECT: Final = re.compile(
    r"(?<!ACCESS)(?<!API)(?<!APP)(?<!CLIENT)(?<!CONSUMER)(?<!COOKIE)(?<!HMAC)(?<!HTTP)(?<!JWT)(?<!MASTER)(?<!OAUTH)(?<!SESSION)"
    r"(?<!SHARED)(?<!SIGNING)(?<!TOKEN)(?<!WEBHOOK)_SECRETS?$"
)
_SWITCH: Final = frozenset(
    ("", "true", "false", "yes", "no", "on", "off", "enabled", "disabled", "null", "none", "nil", "~", "{}", "[]")
)
# A path, a variable, a template's or a placeholder's braces, a reference to a vault.
_REFERENCE: Final = re.compile(r"/|\$(?:[({A-Za-z_]|$)|\{\{|\{%|<|%\(|%\{|vault:|ref\+|file:|env:|secret:")
# Longer names are not looked at as a whole.
_LONGEST: Final = 100
_NUMBER: Final = re.compile(r"\d{1,6}(?:\.\d+)?[a-z]?")


def is_credential(name: str, certificates: bool = True) -> bool:
    """Whether a variable, key or flag of this name holds what gives access. certificates: they count as well."""
    return _is_credential(name[:_LONGEST], certificates)


@lru_cache(maxsize=4096)
def _is_credential(name: str, certificates: bool) -> bool:
    words = _words(name)
    if not _OPENING.search(words) and not (certificates and _CERTIFICATE.search(words)):
        return False
    return _ABOUT.search(words) is None and (name.isupper() or _OBJECT.search(words) is None)


def is_literal(value: Any) -> bool:
    """Whether a value is written out: no switch, no path, no reference to something else."""
    text = "" if value is None or isinstance(value, dict | list) else str(value).strip().strip("'\"")
    return text.lower() not in _SWITCH and not _REFERENCE.match(text) and "$(" not in text and "${" not in text


def gives_access(name: str, value: Any, certificates: bool = True) -> bool:
    """Whether a credential of this name is written out. A token that is a small number counts something."""
    if not is_credential(name, certificates) or not is_literal(value):
        return False
    return "TOKEN" not in _words(name) or not _NUMBER.fullmatch(str(value).strip())


def accounts(names: Iterable[str]) -> frozenset[str]:
    """Those names that are of a user whose password or token stands among them too."""
    users: dict[str, list[str]] = defaultdict(list)
    beginnings: set[str] = set()
    for name in names:
        words = _words(name[:_LONGEST])
        bare = words.removesuffix("NAME").rstrip("_")
        if bare.endswith("USER"):
            users[bare.removesuffix("USER")].append(name)
        elif is_credential(name, certificates=False):
            beginnings.update(words[:end] for end in range(len(words)))
    return frozenset(name for prefix in users.keys() & beginnings for name in users[prefix])


def _words(name: str) -> str:
    return _GAP.sub("_", _CAMEL.sub("_", name.strip(" -_."))).upper()
