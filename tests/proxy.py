"""What the portal sees of a visitor behind the proxy that is shipped (deploy/Caddyfile)."""

import re

from tests.paths import ROOT

PROXY = "172.18.0.9"


def behind_proxy(address: str, forged: str = "") -> dict[str, str]:
    """META of a request from ``address`` whose sender wrote ``forged`` as a hop himself.

    ``header_up X-Forwarded-For {client_ip}`` replaces the header by what Caddy saw; without
    that line of the file the forged hop would arrive.
    """
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    set_here = re.search(r"^\s*header_up X-Forwarded-For \{client_ip\}$", text, re.M)
    passed = address if set_here else f"{forged}, {address}, {PROXY}"
    return {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": passed}
