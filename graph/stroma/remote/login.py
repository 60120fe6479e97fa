"""How does a server learn who is asking, without the password going where it was not asked for?

Read first: `Login`. Digest shows no password; Basic does, to everybody who can read the connection.
"""

from __future__ import annotations

import base64
import re
import urllib.request
from collections.abc import Sequence
from typing import Any


class Login(urllib.request.BaseHandler):
    """Answers a server that asks who is there, once for a request: by Digest if it takes that, else by Basic."""

    def __init__(self, user: str, password: str, urls: Sequence[str]) -> None:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, list(urls), user, password)
        self._digest = urllib.request.AbstractDigestAuthHandler(passwords)
        self.basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.sends_basic = False
        """Whether the server takes Basic, so that it need not ask each time."""

    def http_error_401(
        self, request: urllib.request.Request, refusal: Any, _: int, __: str, headers: Any
    ) -> Any:
        """Ask again with what the server wants to know; None leaves its refusal as it is."""
        sent = request.get_header("Authorization", "") or ""
        asked = headers.get_all("WWW-Authenticate") or []
        answer = ""
        if not sent.startswith(("Digest ", "Bearer ")):
            answer = self._digest_answer(request, asked)
        if not answer and not sent and any(re.search(r"(?i)(^|,)\s*basic\b", a) for a in asked):
            answer = self.basic
            self.sends_basic = True
        if not answer:
            return None
        refusal.close()
        request.add_header("Authorization", answer)
        return self.parent.open(request, timeout=request.timeout)

    def _digest_answer(self, request: urllib.request.Request, asked: Sequence[str]) -> str:
        for challenge in asked:
            found = re.search(r"(?i)(?:^|,)\s*digest\s+(.*)", challenge)
            if found is None:
                continue
            pairs = [p for p in urllib.request.parse_http_list(found[1]) if "=" in p]
            try:
                stated = urllib.request.parse_keqv_list(pairs)
                answer = self._digest.get_authorization(request, stated)
            except (ValueError, IndexError, OSError):  # a kind of Digest that is not known here
                continue
            if answer:
                return f"Digest {answer}"
        return ""
