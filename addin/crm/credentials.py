"""What lets into a CRM: from the environment, the system's keyring or a file that only its owner reads."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from urllib.parse import urljoin, urlsplit, urlunsplit

from requests.models import PreparedRequest, Request, Response

from addin.crm.connector import Connector
from addin.errors import InputError
from addin.folders import settings_folder
from addin.secret_file import write_secret
from addin.web_addresses import LOOPBACK

SERVICE = "honest-funnel"
"""Our name in the system's keyring."""


@dataclass(frozen=True)
class Credentials:
    """The keys of one account.

    Args:
        url: the address of the service.
        keys: name → secret.
        place: where they are from, in words for ``doctor``: ``environment``, ``keyring`` or ``file``.
    """

    url: str
    keys: Mapping[str, str] = field(repr=False)
    place: str = "environment"

    @property
    def account(self) -> str:
        """Whose deals they open, with no key in it: the login where there is one, and the service."""
        parts = urlsplit(self.url)
        return f"{self.keys.get('login', '')}@{parts.netloc}".removeprefix("@")


def credentials_of(connector: Connector) -> Credentials:
    """The keys of a CRM: those of the environment, then those kept by ``--login``.

    Raises:
        InputError: ``crm_no_keys`` or ``crm_no_address``, or an address that would carry keys in the clear.
    """
    told = {name: os.environ.get(variable(connector, name), "") for name in (*connector.keys, "url")}
    kept, place = _kept(connector)
    place = "environment" if any(told[name] for name in connector.keys) else place
    found = {name: told[name] or kept.get(name, "") for name in told}
    found |= without_key(connector, found["url"])
    missing = [variable(connector, name) for name in connector.keys if not found[name]]
    if missing:
        raise InputError(
            "crm_no_keys", crm=connector.name, command=connector.key, variables=", ".join(missing)
        )
    url = found.pop("url") or connector.address
    if not url:
        raise InputError("crm_no_address", crm=connector.name, variable=variable(connector, "url"))
    return Credentials(checked_url(connector, url), found, place)


def variable(connector: Connector, name: str) -> str:
    """The variable of the environment that holds a key of a CRM."""
    return f"HONEST_FUNNEL_{connector.key}_{name}".upper()


def told_address(connector: Connector) -> str:
    """The address that the environment names, else the CRM's own; "" where there is neither."""
    return os.environ.get(variable(connector, "url"), "") or connector.address


def without_key(connector: Connector, url: str) -> dict[str, str]:
    """The address and the key in it, where a CRM hands out addresses with keys (webhooks); else nothing."""
    mark = connector.auth.get("path", "").partition("$")[0]
    base, found, token = url.partition(f"/{mark}") if mark else (url, "", "")
    return {"url": base, "token": token.strip("/")} if found and token.strip("/") else {}


def checked_url(connector: Connector, url: str) -> str:
    """An address of a service, whole and with a slash at its end.

    Raises:
        InputError: ``crm_bad_address``: no https address, but for this machine's own.
    """
    parts = urlsplit(url if "//" in url else f"https://{url}")
    local = parts.hostname in LOOPBACK
    if (parts.scheme != "https" and not (parts.scheme == "http" and local)) or not parts.hostname:
        raise InputError(
            "crm_bad_address", crm=connector.name, value=f"{parts.scheme}://{parts.hostname or ''}"
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/", "", ""))


def keep(connector: Connector, credentials: Credentials) -> str:
    """Keep keys in the keyring, or where there is none in a file of mode 0600; where they are now.

    Raises:
        InputError: neither can be written.
    """
    text = json.dumps({**credentials.keys, "url": credentials.url})
    if _in_keyring(connector, text):
        return "keyring"
    write_secret(kept_file(connector), text)
    return "file"


def _in_keyring(connector: Connector, text: str) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, connector.key, text)
        return keyring.get_password(SERVICE, connector.key) == text
    except KeyringError:
        return False


def _kept(connector: Connector) -> tuple[dict[str, str], str]:
    """What ``--login`` has kept, and where; nothing where it has not."""
    text: str | None = None
    with contextlib.suppress(ImportError):
        import keyring
        from keyring.errors import KeyringError

        with contextlib.suppress(KeyringError):
            text = keyring.get_password(SERVICE, connector.key)
    if text:
        return _read(connector, text), "keyring"
    path = kept_file(connector)
    if not path.exists():
        return {}, ""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError("crm_keys_open", path=path)
    return _read(connector, path.read_text(encoding="utf-8", errors="replace")), "file"


def _read(connector: Connector, text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError("crm_keys_damaged", path=kept_file(connector), command=connector.key) from None
    return {str(name): str(value) for name, value in found.items()}


def kept_file(connector: Connector) -> Path:
    """Where keys are kept where there is no keyring."""
    return settings_folder() / f"{connector.key}-keys.json"


@dataclass
class SignedRequests:
    """Adds the keys to requests on their way out, where nothing else sees them."""

    connector: Connector
    credentials: Credentials
    token: str = field(default="", repr=False)

    def sign(self, request: PreparedRequest) -> PreparedRequest:
        """A copy of the request with its keys."""
        signed = request.copy()
        secrets = self._secrets()
        auth = self.connector.auth
        for name, text in auth.get("headers", {}).items():
            signed.headers[name] = Template(text).substitute(secrets)
        query = {name: Template(text).substitute(secrets) for name, text in auth.get("query", {}).items()}
        if query:
            signed.prepare_url(signed.url or "", query)
        if "path" in auth:
            parts = urlsplit(signed.url or "")
            path = "/" + Template(auth["path"]).substitute(secrets).strip("/") + parts.path
            signed.url = urlunsplit(parts._replace(path=path))
        return signed

    @property
    def expired(self) -> bool:
        """Whether a token is to be got by the keys, and is not there yet."""
        return bool(self.connector.oauth) and not self.token

    def renewal(self) -> PreparedRequest | None:
        """The request that gets a new token; None where the keys themselves let in."""
        told = self.connector.oauth
        if not told:
            return None
        fields = {
            name: Template(text).substitute(self.credentials.keys)
            for name, text in told.items()
            if name != "path"
        }
        return Request("POST", urljoin(self.credentials.url, told["path"]), data=fields).prepare()

    def renew(self, answer: Response) -> None:
        """Take the token of an answer to :meth:`renewal`."""
        self.token = str(answer.json().get("access_token", ""))

    def _secrets(self) -> dict[str, str]:
        keys = {"token": self.token, **self.credentials.keys}
        if "password" in keys:
            digest = hashlib.md5(keys["password"].encode(), usedforsecurity=False).hexdigest()
            keys["password_md5"] = digest.upper()
        return keys
