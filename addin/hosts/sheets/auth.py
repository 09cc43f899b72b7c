"""Who we are to Google: a service account, a signed-in user, or what the machine is set up with.

Only spreadsheets are asked for. Nothing of what is read here is shown or logged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError

from addin.errors import InputError
from addin.folders import settings_folder
from addin.hosts.sheets.api_errors import SCOPE
from addin.secret_file import write_secret

_SCOPES = [SCOPE]


@dataclass(frozen=True)
class Access:
    """Credentials, and the address a spreadsheet is shared with; "" where it is the user's own account."""

    credentials: Credentials
    account: str


def token_file() -> Path:
    """Where a user's sign-in is kept."""
    return settings_folder() / "google-token.json"


def access(file: Path | None = None, impersonate: str | None = None, token: Path | None = None) -> Access:
    """Credentials from the file named, else from a sign-in, else from what the machine is set up with.

    Args:
        file: the key of a service account, or a user's token.
        impersonate: the service account to act as.
        token: where a sign-in is kept; by default the user's own place.

    Raises:
        InputError: there are none, or the file is no such file.
    """
    kept = token or token_file()
    found = _of_file(file) if file is not None else _of_file(kept) if kept.exists() else _of_machine()
    if impersonate is None:
        return found
    from google.auth import impersonated_credentials

    acting = impersonated_credentials.Credentials(
        source_credentials=found.credentials, target_principal=impersonate, target_scopes=_SCOPES
    )
    return Access(acting, impersonate)


def _of_file(path: Path) -> Access:
    """A service account's key or a user's token, told apart by what is in them.

    Raises:
        InputError: ``sheets_credentials``.
    """
    from google.oauth2 import credentials, service_account

    info = _json(path, "sheets_credentials")
    try:
        if info.get("type") == "service_account":
            made = service_account.Credentials.from_service_account_info(info, scopes=_SCOPES)
            return Access(made, str(info["client_email"]))
        if "refresh_token" in info:
            return Access(credentials.Credentials.from_authorized_user_info(info, _SCOPES), "")
    except (GoogleAuthError, ValueError, KeyError):
        raise InputError("sheets_credentials", file=path) from None  # the cause may quote the key
    raise InputError("sheets_credentials", file=path)


def _json(path: Path, otherwise: str) -> dict[str, Any]:
    """What a file holds.

    Raises:
        InputError: ``file_missing``, or ``otherwise`` where it holds no such thing.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("file_missing", path=path, folder=path.absolute().parent) from error
    except OSError as error:
        raise InputError(otherwise, file=path) from error
    except ValueError:
        raise InputError(otherwise, file=path) from None  # the cause quotes the file
    if not isinstance(found, dict):
        raise InputError(otherwise, file=path)
    return found


def _of_machine() -> Access:
    """Application default credentials.

    Raises:
        InputError: ``sheets_login``.
    """
    import google.auth

    try:
        made, _ = google.auth.default(scopes=_SCOPES)
    except GoogleAuthError as error:
        raise InputError("sheets_login") from error
    return Access(made, str(getattr(made, "service_account_email", "") or ""))


def login(client: Path, token: Path | None = None) -> Path:
    """Let the user sign in with the browser, and keep what Google gives for later.

    Args:
        client: the OAuth client's file, from the Google console.
        token: where to keep the sign-in; by default the user's own place.

    Returns:
        Where it is kept.

    Raises:
        InputError: the file is no OAuth client, or the user was not let in.
    """
    from google_auth_oauthlib.flow import InstalledAppFlow

    info = _json(client, "sheets_client")
    if "installed" not in info:
        raise InputError("sheets_client", file=client)
    try:
        flow = InstalledAppFlow.from_client_config(info, _SCOPES)
        made = flow.run_local_server(
            host="127.0.0.1", port=0, authorization_prompt_message="{url}", timeout_seconds=300
        )
    except Exception:  # noqa: BLE001 - whatever goes wrong between browser and Google; it may quote a secret
        raise InputError("sheets_login_failed") from None
    kept = token or token_file()
    write_secret(kept, made.to_json())
    return kept
